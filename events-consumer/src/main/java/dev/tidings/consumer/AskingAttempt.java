package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * Calls no handler: its claims tell whether an earlier transaction was committed. What can still be claimed was not.
 *
 * @param failure what the earlier transaction ended with
 */
record AskingAttempt(TransactionalIdempotencyStore store, Throwable failure) implements Attempt {

    @Override
    public Optional<Attempt> afterFailure() {
        return Optional.empty();
    }

    @Override
    public List<Outcome> on(Connection transaction, List<Work> works) throws Exception {
        List<Claimed> all = Claimed.of(works, store.claimAll(transaction, Folded.requests(works)));
        if (all.stream().anyMatch(Claimed::isMine)) {
            throw new HandlerFailedException(failure, Optional.empty());
        }
        return all.stream().map(Outcome::notMine).toList();
    }
}
