package dev.tidings.outbox;

/** The suite on MariaDB. */
class MariaDbOutboxTest extends OutboxSuite {
    @Override
    TestDatabase database() {
        return TestDatabase.mariadb();
    }
}
