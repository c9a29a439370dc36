package dev.tidings.migration.jdbc;

import dev.tidings.migration.MigrationDatabase;
import dev.tidings.testkit.process.DatabaseServer;

/** A database with a pool, and a store on tables that nobody else uses. */
final class OutcomeDatabase implements AutoCloseable {
    private final MigrationDatabase database;

    OutcomeDatabase(DatabaseServer server) {
        this.database = new MigrationDatabase(server, 2, "outcomes", "", "_version");
    }

    static OutcomeDatabase h2() {
        return new OutcomeDatabase(MigrationDatabase.h2());
    }

    JdbcOutcomeStore store() {
        return JdbcOutcomeStore.on(database.pool()).table(database.table());
    }

    /** Runs a statement, with the table's name for {@code TABLE}. */
    void run(String sql) {
        database.run(sql);
    }

    @Override
    public void close() {
        database.close();
    }
}
