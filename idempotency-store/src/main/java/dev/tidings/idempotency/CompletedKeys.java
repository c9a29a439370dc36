package dev.tidings.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/** The last keys that were completed, and with what content, in the memory of this process. Safe for use by many threads. */
final class CompletedKeys {
    static final int MOST = 100_000;
    static final Duration LONGEST = Duration.ofHours(1);
    /** No claim has this fence. */
    private static final long SOMEBODY = 0;

    private final Cache<IdempotencyKey, Handled> handled;

    CompletedKeys(int most, Duration forAtMost, Ticker clock) {
        if (most < 1 || forAtMost.isNegative() || forAtMost.isZero()) {
            throw new IllegalArgumentException("a store that remembers " + most + " keys for " + forAtMost
                    + " would recognise nothing; give at least one key and a time");
        }
        this.handled = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(forAtMost)
                .ticker(clock)
                // On the common pool its upkeep would cost a change of threads for every few keys.
                .executor(Runnable::run)
                .build();
    }

    /** Completed by this claim. */
    void add(Claim.Owned claim) {
        handled.put(claim.key(), new Handled(claim.request().fingerprint(), claim.fence()));
    }

    /** Completed by somebody, with this content. */
    void add(ClaimRequest request) {
        handled.put(request.key(), new Handled(request.fingerprint(), SOMEBODY));
    }

    boolean isBy(Claim.Owned claim) {
        return new Handled(claim.request().fingerprint(), claim.fence()).equals(handled.getIfPresent(claim.key()));
    }

    /** Completed or Conflict; empty if it does not know the key. */
    Optional<Claim> answer(ClaimRequest request) {
        return Optional.ofNullable(handled.getIfPresent(request.key()))
                .map(known -> known.fingerprint() == request.fingerprint()
                        ? new Claim.Completed(request.key())
                        : new Claim.Conflict(request.key()));
    }

    private record Handled(long fingerprint, long fence) {}
}
