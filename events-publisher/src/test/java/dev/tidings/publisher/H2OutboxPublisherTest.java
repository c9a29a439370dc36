package dev.tidings.publisher;

import dev.tidings.outbox.TestDatabase;

/** The publisher's suite on an outbox in H2. */
class H2OutboxPublisherTest extends OutboxPublisherConformance {
    @Override
    TestDatabase database() {
        return TestDatabase.h2();
    }
}
