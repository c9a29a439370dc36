package dev.tidings.migration.jdbc;

class PostgreSqlOutcomeStoreTest extends JdbcOutcomeStorePromises {
    PostgreSqlOutcomeStoreTest() {
        super(OutcomeDatabase.postgresql());
    }
}
