package dev.tidings.consumer;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a lane has at hand, on its way: claimed together, handled one by one, settled in slices. */
final class Batch {
    /** Slow handlers are settled at least so often, so that a crash repeats little. */
    private static final long SLICE_NANOS = Duration.ofMillis(20).toNanos();

    private final Keys keys;
    private final IdempotencyStore store;
    private final Handling handling;
    private final Settlement settlement;
    private final List<Arrival> arrivals;
    private final Map<IdempotencyKey, Decision> decided = new HashMap<>();
    private int settledSoFar;

    Batch(Keys keys, IdempotencyStore store, Handling handling, Settlement settlement, List<Arrival> arrivals) {
        this.keys = keys;
        this.store = store;
        this.handling = handling;
        this.settlement = settlement;
        this.arrivals = arrivals;
    }

    void run() {
        Map<IdempotencyKey, Claim> claims = claim();
        List<Decision> slice = new ArrayList<>();
        long start = System.nanoTime();
        for (Arrival arrival : arrivals) {
            slice.add(decide(arrival, claims));
            if (System.nanoTime() - start > SLICE_NANOS) {
                settle(slice);
                start = System.nanoTime();
            }
        }
        settle(slice);
    }

    private void settle(List<Decision> slice) {
        settlement.settle(slice);
        settledSoFar += slice.size();
        slice.clear();
    }

    /** What {@link #run} did not come to because it failed. */
    List<Arrival> unsettled() {
        return arrivals.subList(settledSoFar, arrivals.size());
    }

    private Map<IdempotencyKey, Claim> claim() {
        Set<IdempotencyKey> wanted = new LinkedHashSet<>();
        arrivals.forEach(arrival -> arrival.event().flatMap(keys::of).ifPresent(wanted::add));
        Map<IdempotencyKey, Claim> claims = new HashMap<>();
        if (!wanted.isEmpty()) {
            store.claimAll(List.copyOf(wanted)).forEach(claim -> claims.put(claim.key(), claim));
        }
        return claims;
    }

    private Decision decide(Arrival arrival, Map<IdempotencyKey, Claim> claims) {
        if (arrival.event().isEmpty()) {
            return handling.unreadable(arrival, arrival.unreadable().orElseThrow());
        }
        Optional<IdempotencyKey> key = arrival.event().flatMap(keys::of);
        if (key.isEmpty()) {
            return arrival.isLive()
                    ? handling.handle(arrival, arrival.event().get(), Optional.empty())
                    : Decision.giveBack(arrival, Optional.empty());
        }
        Decision first = decided.get(key.get());
        if (first != null) {
            return first.repeated(arrival);
        }
        Decision decision = decide(arrival, claims.get(key.get()));
        decided.put(key.get(), decision);
        return decision;
    }

    private Decision decide(Arrival arrival, @Nullable Claim claim) {
        if (claim instanceof Claim.Owned owned) {
            return arrival.isLive()
                    ? handling.handle(arrival, arrival.event().orElseThrow(), Optional.of(owned))
                    : Decision.giveBack(arrival, Optional.of(owned));
        }
        return claim instanceof Claim.Completed ? Decision.duplicate(arrival) : handling.busy(arrival);
    }
}
