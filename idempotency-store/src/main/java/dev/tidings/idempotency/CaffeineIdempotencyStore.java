package dev.tidings.idempotency;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Remembers keys in the memory of this process.
 *
 * <p>A duplicate is recognised by the instance that handled the event, for as long as the key is remembered: by default the last
 * 100,000 completed keys, for an hour. It does not know what other instances handled, and nothing survives a restart. A key that is
 * being handled is never forgotten. Safe for use by many threads.
 */
public final class CaffeineIdempotencyStore implements IdempotencyStore {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final int mostKeys;
    private final Duration forAtMost;
    private final CompletedKeys completed;
    private final Map<IdempotencyKey, Claim.Owned> owned = new ConcurrentHashMap<>();
    private final AtomicLong fences = new AtomicLong();

    private CaffeineIdempotencyStore(int mostKeys, Duration forAtMost, Ticker clock) {
        this.mostKeys = mostKeys;
        this.forAtMost = forAtMost;
        this.completed = new CompletedKeys(mostKeys, forAtMost, clock);
    }

    /** A new store that knows nothing yet. */
    public static CaffeineIdempotencyStore create() {
        return create(CompletedKeys.MOST, CompletedKeys.LONGEST);
    }

    /**
     * A new store with other bounds.
     *
     * @param mostKeys about how many completed keys it remembers; a key takes about 250 bytes
     * @param forAtMost for how long
     */
    public static CaffeineIdempotencyStore create(int mostKeys, Duration forAtMost) {
        return create(mostKeys, forAtMost, Ticker.systemTicker());
    }

    /**
     * A new store that takes its time from a clock of yours, for tests that move time by hand.
     *
     * @param nanoTime as {@link System#nanoTime}: only differences mean something
     */
    public static CaffeineIdempotencyStore create(LongSupplier nanoTime) {
        return create(CompletedKeys.MOST, CompletedKeys.LONGEST, nanoTime::getAsLong);
    }

    static CaffeineIdempotencyStore create(int mostKeys, Duration forAtMost, Ticker clock) {
        return new CaffeineIdempotencyStore(mostKeys, forAtMost, clock);
    }

    /**
     * The other store, with the last 100,000 completed keys of this process in front of it, for an hour or its retention if that is
     * shorter: a duplicate that comes again soon costs no round trip. All else is asked of the other store, whose promise it keeps. Close
     * the other one when you are done with both; after its data were set back to a backup, begin again with a new one.
     *
     * @return a {@link TransactionalIdempotencyStore} if the other is one
     */
    public static IdempotencyStore inFrontOf(IdempotencyStore other) {
        return inFrontOf(other, CompletedKeys.MOST, CompletedKeys.LONGEST);
    }

    /** The same for a store that takes part in transactions. What a transaction claims is kept when it is claimed again, and answered. */
    public static TransactionalIdempotencyStore inFrontOf(TransactionalIdempotencyStore other) {
        return new TransactionalTwoLevelStore(other, CompletedKeys.MOST, CompletedKeys.LONGEST);
    }

    static IdempotencyStore inFrontOf(IdempotencyStore other, int mostKeys, Duration forAtMost) {
        return other instanceof TransactionalIdempotencyStore transactional
                ? new TransactionalTwoLevelStore(transactional, mostKeys, forAtMost)
                : new TwoLevelStore(other, mostKeys, forAtMost);
    }

    @Override
    public List<Claim> claimAll(List<ClaimRequest> requests) {
        List<Claim> answers = new ArrayList<>(requests.size());
        for (ClaimRequest request : requests) {
            answers.add(claim(request));
        }
        return answers;
    }

    private Claim claim(ClaimRequest request) {
        IdempotencyKey key = request.key();
        Claim.Owned mine = new Claim.Owned(request, fences.incrementAndGet());
        if (owned.putIfAbsent(key, mine) != null) {
            return new Claim.Busy(key, ASK_AGAIN);
        }
        // Asked after the claim: a completion puts the key here before it gives the claim up.
        Optional<Claim> handled = completed.answer(request);
        if (handled.isEmpty()) {
            return mine;
        }
        owned.remove(key, mine);
        return handled.get();
    }

    @Override
    public List<Claim.Owned> completeAll(Collection<Claim.Owned> claims) {
        List<Claim.Owned> lost = new ArrayList<>();
        for (Claim.Owned claim : claims) {
            if (isOwned(claim)) {
                completed.add(claim);
                owned.remove(claim.key(), claim);
            } else if (!completed.isBy(claim)) {
                lost.add(claim);
            }
        }
        return lost;
    }

    @Override
    public List<Claim.Owned> renewAll(Collection<Claim.Owned> claims) {
        return claims.stream().filter(claim -> !isOwned(claim)).toList();
    }

    @Override
    public void releaseAll(Collection<Claim.Owned> claims) {
        claims.forEach(claim -> owned.remove(claim.key(), claim));
    }

    private boolean isOwned(Claim.Owned claim) {
        return claim.equals(owned.get(claim.key()));
    }

    /** None: who claims here ends with this process, and its keys too. */
    @Override
    public Optional<Duration> lease() {
        return Optional.empty();
    }

    /** Not promised: it remembers so many keys, however short that may be. */
    @Override
    public Optional<Duration> retention() {
        return Optional.empty();
    }

    @Override
    public String promise() {
        return "duplicates are recognised by this instance and until it restarts, for the last %,d events within %s;"
                        .formatted(mostKeys, forAtMost)
                + " a crash repeats what was being handled, and another instance recognises nothing;"
                + " give the group a store that instances share to recognise more";
    }

    @Override
    public void check() {
        // There is nothing that could be missing.
    }
}
