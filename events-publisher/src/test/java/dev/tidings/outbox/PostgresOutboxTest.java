package dev.tidings.outbox;

/** The suite on PostgreSQL. */
class PostgresOutboxTest extends OutboxSuite {
    @Override
    public TestDatabase openDatabase() {
        return TestDatabase.postgresql();
    }
}
