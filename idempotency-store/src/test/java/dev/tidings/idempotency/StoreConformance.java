package dev.tidings.idempotency;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** What every store promises. One small class per kind of store runs it, and its fixture declares what differs. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreConformance
        implements ClaimPromises, LeasePromises, SharingPromises, TransactionPromises, InterleavingPromises {
    private StoreFixture fixture;
    private IdempotencyStore store;

    /** Begins; throws {@link TestAbortedException} if what it needs is not there and CI is not set. */
    protected abstract StoreFixture start() throws Exception;

    @BeforeAll
    public void open() throws Exception {
        fixture = start();
        store = fixture.open();
    }

    @AfterAll
    public void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Override
    public StoreFixture fixture() {
        return fixture;
    }

    @Override
    public IdempotencyStore store() {
        return store;
    }
}
