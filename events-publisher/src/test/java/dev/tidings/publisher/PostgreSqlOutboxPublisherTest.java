package dev.tidings.publisher;

import dev.tidings.outbox.TestDatabase;
import org.junit.jupiter.api.Tag;

/** The publisher's suite on an outbox in PostgreSQL. */
@Tag("slow")
class PostgreSqlOutboxPublisherTest extends OutboxPublisherConformance {
    @Override
    TestDatabase database() {
        return TestDatabase.postgresql();
    }
}
