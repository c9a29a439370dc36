package dev.tidings.migration.jdbc;

class MariaDbOutcomeStoreTest extends JdbcOutcomeStorePromises {
    MariaDbOutcomeStoreTest() {
        super(OutcomeDatabase.mariadb());
    }
}
