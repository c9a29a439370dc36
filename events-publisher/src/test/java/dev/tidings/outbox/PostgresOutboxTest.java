package dev.tidings.outbox;

/** The suite on PostgreSQL. */
class PostgresOutboxTest extends OutboxSuite {
    @Override
    TestDatabase database() {
        return TestDatabase.postgresql();
    }
}
