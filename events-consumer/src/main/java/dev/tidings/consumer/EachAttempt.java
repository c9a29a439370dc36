package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Handles one event after another in the same transaction. */
final class EachAttempt implements Attempt {
    private final TransactionalIdempotencyStore store;
    private final HandlerCalls calls;
    private final boolean withSavepoints;

    private EachAttempt(TransactionalIdempotencyStore store, HandlerCalls calls, boolean withSavepoints) {
        this.store = store;
        this.calls = calls;
        this.withSavepoints = withSavepoints;
    }

    /** The fast way: the first failure ends the attempt. */
    static EachAttempt plain(TransactionalIdempotencyStore store, HandlerCalls calls) {
        return new EachAttempt(store, calls, false);
    }

    @Override
    public Optional<Attempt> afterFailure() {
        return withSavepoints ? Optional.empty() : Optional.of(new EachAttempt(store, calls, true));
    }

    @Override
    public List<Outcome> on(Connection transaction, List<Work> works) throws Exception {
        List<Outcome> outcomes = new ArrayList<>(works.size());
        List<Claim.Owned> failed = new ArrayList<>(0);
        for (Claimed claimed : Claimed.of(works, store.claimAll(transaction, Folded.requests(works)))) {
            Outcome outcome = claimed.isMine() ? handle(transaction, claimed) : Outcome.notMine(claimed);
            if (outcome.failure().isPresent()) {
                claimed.owned().ifPresent(failed::add);
            }
            outcomes.add(outcome);
        }
        if (!failed.isEmpty()) {
            store.giveUp(transaction, failed);
        }
        return outcomes;
    }

    private Outcome handle(Connection transaction, Claimed claimed) throws SQLException, HandlerFailedException {
        long start = System.nanoTime();
        Optional<Throwable> failure = withSavepoints
                ? undone(transaction, claimed)
                : calls.thrownBy(claimed.arrival(), () -> call(transaction, claimed));
        if (failure.isPresent() && (!withSavepoints || isNobodysFault(failure.get()))) {
            throw new HandlerFailedException(failure.get(), Optional.of(claimed.arrival()));
        }
        return new Outcome(claimed, failure, Duration.ofNanos(System.nanoTime() - start));
    }

    private boolean isNobodysFault(Throwable failure) {
        return store.isContention(failure) || store.isOutage(failure);
    }

    /** What the handler threw, and all it did on the connection undone, if it did. */
    private Optional<Throwable> undone(Connection transaction, Claimed claimed) throws SQLException {
        Savepoint before = transaction.setSavepoint();
        Optional<Throwable> failure = calls.thrownBy(claimed.arrival(), () -> {
            call(transaction, claimed);
            // Fails where the handler has hidden a failed statement, which would spoil the whole transaction.
            transaction.releaseSavepoint(before);
        });
        if (failure.isPresent()) {
            transaction.rollback(before);
        }
        return failure;
    }

    private static void call(Connection transaction, Claimed claimed) throws Exception {
        Call call = claimed.arrival().call().orElseThrow();
        if (!(call instanceof Call.EachInTransaction each)) {
            throw new IllegalStateException("not a transactional handler: " + call);
        }
        each.handler().handle(claimed.event(), transaction);
    }
}
