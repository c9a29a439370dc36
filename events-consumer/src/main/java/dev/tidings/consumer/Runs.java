package dev.tidings.consumer;

import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.TransactionalIdempotencyStore;

/** Which way a group handles what. */
final class Runs {
    private final IdempotencyStore store;
    private final Renewals renewals;
    private final Handling handling;
    private final HandlerCalls calls;
    private final Crowd crowd = new Crowd();

    Runs(IdempotencyStore store, Renewals renewals, Handling handling, HandlerCalls calls) {
        this.store = store;
        this.renewals = renewals;
        this.handling = handling;
        this.calls = calls;
    }

    Handling handling() {
        return handling;
    }

    /** For arrivals that go with this one. */
    Run of(Arrival arrival) {
        if (arrival.lane().isDropped()) {
            return new DroppedRun();
        }
        if (arrival.isSuspect()) {
            return new SuspectRun(store, handling);
        }
        Call call = arrival.call().orElse(null);
        if (call instanceof Call.Together together) {
            return new BatchRun(together.handler(), store, renewals, handling, calls);
        }
        if (call instanceof Call.Refreshing refreshing) {
            return new RefreshRun(refreshing.refresher(), handling, calls);
        }
        if (call instanceof Call.EachInTransaction) {
            return inTransaction(EachAttempt.plain(transactional(), calls));
        }
        if (call instanceof Call.TogetherInTransaction together) {
            return inTransaction(new TogetherAttempt(transactional(), calls, together.handler()));
        }
        return new LeasedRun(store, renewals, handling, calls);
    }

    private Run inTransaction(Attempt first) {
        return new TransactionalRun(transactional(), handling, first, crowd);
    }

    private TransactionalIdempotencyStore transactional() {
        if (store instanceof TransactionalIdempotencyStore transactional) {
            return transactional;
        }
        throw new IllegalStateException("a group without a transactional store does not start");
    }
}
