package dev.tidings.idempotency;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** One kind of store, as the conformance suite needs it, on data that nobody else uses. */
public interface StoreFixture extends AutoCloseable {

    /** What a store promises beyond the protocol. The suite asserts each of these, or what is so without it; nothing is skipped. */
    enum Guarantee {
        /** Instances know what others have claimed and completed, also those that are opened after all others are gone. */
        SHARED,
        /** A key can be claimed by others once the lease of its owner has ended. */
        LEASES,
        /** Whose lease has ended still owns the key, for as long as nobody else has claimed it. */
        OUTLIVES_LEASES,
        /** Claims can be made within a transaction: the store is a {@link TransactionalIdempotencyStore}. */
        TRANSACTIONAL
    }

    /** Opens an instance in whatever process; it has a constructor without parameters. */
    interface Opener {
        IdempotencyStore open(List<String> address);
    }

    Set<Guarantee> guarantees();

    /** Another instance on the same data. Its leases outlast every test. */
    IdempotencyStore open();

    /** Makes the leases of these keys end now, by the store's clock, where they are owned and there are leases. */
    void endLeases(Collection<IdempotencyKey> keys);

    /** What opens an instance on the same data in another process. */
    Class<? extends Opener> opener();

    /** What the opener is to be told. */
    List<String> address();

    @Override
    void close();
}
