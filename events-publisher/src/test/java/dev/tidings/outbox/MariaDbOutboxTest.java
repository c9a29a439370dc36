package dev.tidings.outbox;

import org.junit.jupiter.api.Tag;

/** The suite on MariaDB. */
@Tag("slow")
class MariaDbOutboxTest extends OutboxSuite {
    @Override
    public TestDatabase openDatabase() {
        return TestDatabase.mariadb();
    }
}
