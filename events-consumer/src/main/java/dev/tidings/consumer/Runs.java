package dev.tidings.consumer;

import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.TransactionalIdempotencyStore;

/** Which way a group handles what. */
record Runs(GroupSettings settings, IdempotencyStore store, Renewals renewals, Handling handling) {

    /** For arrivals that go with this one. */
    Run of(Arrival arrival) {
        Call call = arrival.call().orElse(null);
        if (call instanceof Call.Together together) {
            return new BatchRun(together.handler(), store, renewals, handling);
        }
        if (call instanceof Call.EachInTransaction) {
            return new TransactionalRun(transactional(), handling, EachAttempt.plain(transactional()));
        }
        if (call instanceof Call.TogetherInTransaction together) {
            return new TransactionalRun(
                    transactional(), handling, new TogetherAttempt(transactional(), together.handler()));
        }
        return new LeasedRun(store, renewals, handling);
    }

    private TransactionalIdempotencyStore transactional() {
        if (store instanceof TransactionalIdempotencyStore transactional) {
            return transactional;
        }
        throw new IllegalStateException("a group without a transactional store does not start");
    }
}
