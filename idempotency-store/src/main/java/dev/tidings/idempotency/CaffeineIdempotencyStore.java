package dev.tidings.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers keys in the memory of this process.
 *
 * <p>A duplicate is recognised by the instance that handled the event, for as long as the key is remembered: by default the last
 * 100,000 completed keys, for an hour. It does not know what other instances handled, and nothing survives a restart. A key that is
 * being handled is never forgotten. Safe for use by many threads.
 */
public final class CaffeineIdempotencyStore implements IdempotencyStore {
    private static final int MOST_KEYS = 100_000;
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final Cache<IdempotencyKey, Boolean> completed = Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterWrite(RETENTION)
            .build();
    private final Map<IdempotencyKey, Claim.Owned> owned = new ConcurrentHashMap<>();
    private final AtomicLong fences = new AtomicLong();

    private CaffeineIdempotencyStore() {}

    /** A new store that knows nothing yet. */
    public static CaffeineIdempotencyStore create() {
        return new CaffeineIdempotencyStore();
    }

    @Override
    public List<Claim> claimAll(List<IdempotencyKey> keys) {
        List<Claim> answers = new ArrayList<>(keys.size());
        for (IdempotencyKey key : keys) {
            answers.add(claim(key));
        }
        return answers;
    }

    private Claim claim(IdempotencyKey key) {
        Claim.Owned mine = new Claim.Owned(key, fences.incrementAndGet());
        Claim.@Nullable Owned other = owned.putIfAbsent(key, mine);
        if (other != null) {
            return new Claim.Busy(key, Instant.now().plus(ASK_AGAIN));
        }
        // Asked after the claim: a completion puts the key here before it gives the claim up.
        if (completed.getIfPresent(key) != null) {
            owned.remove(key, mine);
            return new Claim.Completed(key);
        }
        return mine;
    }

    @Override
    public List<Claim.Owned> completeAll(Collection<Claim.Owned> claims) {
        List<Claim.Owned> lost = new ArrayList<>();
        for (Claim.Owned claim : claims) {
            if (claim.equals(owned.get(claim.key()))) {
                completed.put(claim.key(), Boolean.TRUE);
                owned.remove(claim.key(), claim);
            } else {
                lost.add(claim);
            }
        }
        return lost;
    }

    @Override
    public void releaseAll(Collection<Claim.Owned> claims) {
        claims.forEach(claim -> owned.remove(claim.key(), claim));
    }
}
