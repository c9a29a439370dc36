package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Claims for a while, and hands the events to a batch handler; where it fails, each half of them, down to the one that fails alone. */
final class BatchRun implements Run {
    private final Reaction.Batch handler;
    private final IdempotencyStore store;
    private final Renewals renewals;
    private final Handling handling;
    private final HandlerCalls calls;

    BatchRun(Reaction.Batch handler, IdempotencyStore store, Renewals renewals, Handling handling, HandlerCalls calls) {
        this.handler = handler;
        this.store = store;
        this.renewals = renewals;
        this.handling = handling;
        this.calls = calls;
    }

    @Override
    public void run(List<Work> works, Consumer<List<Decision>> settle) {
        List<Claimed> claimed = Claimed.of(works, store.claimAll(Folded.requests(works)));
        try (Renewals.Kept kept = renewals.keep(claimed)) {
            List<Decision> decisions = new ArrayList<>(works.size());
            List<Claimed> mine = new ArrayList<>(works.size());
            for (Claimed one : claimed) {
                if (one.isMine()) {
                    mine.add(one);
                } else {
                    decisions.add(handling.notMine(one));
                }
            }
            handle(mine, decisions);
            kept.done(works.size());
            settle.accept(decisions);
        }
    }

    private void handle(List<Claimed> mine, List<Decision> decisions) {
        if (mine.isEmpty()) {
            return;
        }
        List<DomainEvent> events = mine.stream().map(Claimed::event).toList();
        long start = System.nanoTime();
        Optional<Throwable> failure = calls.thrownBy(() -> handler.handle(events));
        Duration took = Duration.ofNanos((System.nanoTime() - start) / mine.size());
        if (failure.isEmpty()) {
            mine.forEach(one -> decisions.add(Decision.done(one.arrival(), one.owned(), took)));
        } else if (mine.size() == 1
                || mine.stream().allMatch(one -> handling.isNoFault(one.arrival(), failure.get()))) {
            mine.forEach(one -> decisions.add(handling.failed(one, failure.get(), took)));
        } else {
            int half = mine.size() / 2;
            handle(mine.subList(0, half), decisions);
            handle(mine.subList(half, mine.size()), decisions);
        }
    }
}
