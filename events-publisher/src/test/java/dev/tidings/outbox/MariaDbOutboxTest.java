package dev.tidings.outbox;

/** The suite on MariaDB. */
class MariaDbOutboxTest extends OutboxSuite {
    @Override
    public TestDatabase openDatabase() {
        return TestDatabase.mariadb();
    }
}
