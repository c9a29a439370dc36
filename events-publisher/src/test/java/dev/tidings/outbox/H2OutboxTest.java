package dev.tidings.outbox;

/** The suite on H2. */
class H2OutboxTest extends OutboxSuite {
    @Override
    TestDatabase database() {
        return TestDatabase.h2();
    }
}
