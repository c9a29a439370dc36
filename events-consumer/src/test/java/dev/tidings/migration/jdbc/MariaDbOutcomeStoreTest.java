package dev.tidings.migration.jdbc;

import dev.tidings.testkit.process.DatabaseServer;

class MariaDbOutcomeStoreTest extends JdbcOutcomeStorePromises {
    MariaDbOutcomeStoreTest() {
        super(new OutcomeDatabase(DatabaseServer.mariadb()));
    }
}
