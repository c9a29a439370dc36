package dev.tidings.publisher;

import dev.tidings.outbox.TestDatabase;

/** The publisher's suite on an outbox in PostgreSQL. */
class PostgreSqlOutboxPublisherTest extends OutboxPublisherConformance {
    @Override
    TestDatabase database() {
        return TestDatabase.postgresql();
    }
}
