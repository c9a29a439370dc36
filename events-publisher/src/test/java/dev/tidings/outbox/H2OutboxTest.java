package dev.tidings.outbox;

/** The suite on H2. */
class H2OutboxTest extends OutboxSuite {
    @Override
    public TestDatabase openDatabase() {
        return TestDatabase.h2();
    }
}
