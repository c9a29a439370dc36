package dev.tidings.migration.jdbc;

class H2OutcomeStoreTest extends JdbcOutcomeStorePromises {
    H2OutcomeStoreTest() {
        super(OutcomeDatabase.h2());
    }
}
