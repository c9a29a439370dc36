package dev.tidings.consumer;

import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.TransactionalIdempotencyStore;

/** Which way a group handles what. */
final class Runs {
    private final IdempotencyStore store;
    private final Renewals renewals;
    private final Handling handling;

    private final Crowd crowd = new Crowd();

    Runs(IdempotencyStore store, Renewals renewals, Handling handling) {
        this.store = store;
        this.renewals = renewals;
        this.handling = handling;
    }

    Handling handling() {
        return handling;
    }

    /** For arrivals that go with this one. */
    Run of(Arrival arrival) {
        Call call = arrival.call().orElse(null);
        if (call instanceof Call.Together together) {
            return new BatchRun(together.handler(), store, renewals, handling);
        }
        if (call instanceof Call.EachInTransaction) {
            return inTransaction(EachAttempt.plain(transactional()));
        }
        if (call instanceof Call.TogetherInTransaction together) {
            return inTransaction(new TogetherAttempt(transactional(), together.handler()));
        }
        return new LeasedRun(store, renewals, handling);
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
