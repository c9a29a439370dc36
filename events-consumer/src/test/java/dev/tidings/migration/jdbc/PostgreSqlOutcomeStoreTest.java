package dev.tidings.migration.jdbc;

import dev.tidings.testkit.process.DatabaseServer;

class PostgreSqlOutcomeStoreTest extends JdbcOutcomeStorePromises {
    PostgreSqlOutcomeStoreTest() {
        super(new OutcomeDatabase(DatabaseServer.postgresql()));
    }
}
