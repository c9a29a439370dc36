package dev.tidings.idempotency;

import java.time.Duration;
import java.util.Set;

/**
 * One kind of store, as the conformance suite needs it. All instances that a fixture opens are on the same data, which nobody else uses.
 */
public interface StoreFixture extends AutoCloseable {

    /** What a store promises beyond the protocol. The suite asserts each of these, and what is so without it; nothing is skipped. */
    enum Guarantee {
        /** Instances know what others have claimed and completed, also those that are opened after all others are gone. */
        SHARED,
        /** The key of an owner that does not renew it can be claimed by others. */
        LEASES,
        /** Claims can be made within a transaction: the store is a {@link TransactionalIdempotencyStore}. */
        TRANSACTIONAL,
        /** Completed keys are forgotten when there are many, however young. */
        BOUNDED
    }

    Set<Guarantee> guarantees();

    /** Another instance. Its lease, if any, is long enough to outlast a test. */
    IdempotencyStore open();

    /** Another instance, whose leases are so long, where it has leases. */
    IdempotencyStore open(Duration lease);

    /** Makes the lease of a key end now, if it is owned and there are leases; by the store's clock, without waiting. */
    void endLease(IdempotencyKey key);

    @Override
    void close();
}
