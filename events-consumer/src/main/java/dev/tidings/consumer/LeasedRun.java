package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Claims for a while, handles one by one, completes in slices. Claim, effect and completion are three steps: a crash in between repeats
 * the effect.
 */
final class LeasedRun implements Run {
    /** Slow handlers are settled at least so often, so that a crash repeats little. */
    private static final long SLICE_NANOS = Duration.ofMillis(20).toNanos();

    private final IdempotencyStore store;
    private final Renewals renewals;
    private final Handling handling;
    private final HandlerCalls calls;

    LeasedRun(IdempotencyStore store, Renewals renewals, Handling handling, HandlerCalls calls) {
        this.store = store;
        this.renewals = renewals;
        this.handling = handling;
        this.calls = calls;
    }

    @Override
    public void run(List<Work> works, Consumer<List<Decision>> settle) {
        List<Claimed> claimed = Claimed.of(works, store.claimAll(Folded.requests(works)));
        try (Renewals.Kept kept = renewals.keep(claimed)) {
            List<Decision> slice = new ArrayList<>(claimed.size());
            long start = System.nanoTime();
            for (Claimed one : claimed) {
                slice.add(decide(one, kept));
                if (System.nanoTime() - start > SLICE_NANOS) {
                    kept.done(slice.size());
                    settle.accept(slice);
                    slice = new ArrayList<>();
                    start = System.nanoTime();
                }
            }
            kept.done(slice.size());
            settle.accept(slice);
        }
    }

    private Decision decide(Claimed claimed, Renewals.Kept kept) {
        if (!claimed.isMine()) {
            return handling.notMine(claimed);
        }
        if (!handling.canBegin(claimed.arrival()) || kept.hasLost(claimed)) {
            return Decision.giveBack(claimed.arrival(), claimed.owned());
        }
        Optional<Call> call = claimed.arrival().call();
        if (claimed.arrival().event().isEmpty() || call.isEmpty() || !(call.get() instanceof Call.Each each)) {
            return handling.notHandled(claimed);
        }
        long start = System.nanoTime();
        Optional<Throwable> failure =
                calls.thrownBy(claimed.arrival(), () -> each.handler().handle(claimed.event()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return failure.isEmpty()
                ? Decision.done(claimed.arrival(), claimed.owned(), took)
                : handling.failed(claimed, failure.get(), took);
    }
}
