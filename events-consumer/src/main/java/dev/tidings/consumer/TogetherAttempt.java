package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hands all events to one call of a batch handler. */
record TogetherAttempt(TransactionalIdempotencyStore store, HandlerCalls calls, Reaction.TransactionalBatch handler)
        implements Attempt {

    @Override
    public Optional<Attempt> afterFailure() {
        return Optional.empty();
    }

    @Override
    public List<Outcome> on(Connection transaction, List<Work> works) throws Exception {
        List<Claimed> all = Claimed.of(works, store.claimAll(transaction, Folded.requests(works)));
        List<DomainEvent> events =
                all.stream().filter(Claimed::isMine).map(Claimed::event).toList();
        long start = System.nanoTime();
        if (!events.isEmpty()) {
            Optional<Throwable> failure = calls.thrownBy(() -> handler.handle(events, transaction));
            if (failure.isPresent()) {
                throw new HandlerFailedException(failure.get(), Optional.empty());
            }
        }
        Duration took = Duration.ofNanos((System.nanoTime() - start) / Math.max(1, events.size()));
        return all.stream()
                .map(claimed ->
                        claimed.isMine() ? new Outcome(claimed, Optional.empty(), took) : Outcome.notMine(claimed))
                .toList();
    }
}
