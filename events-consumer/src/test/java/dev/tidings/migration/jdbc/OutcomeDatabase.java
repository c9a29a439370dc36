package dev.tidings.migration.jdbc;

import dev.tidings.migration.MigrationDatabase;
import dev.tidings.testkit.process.DatabaseServer;
import javax.sql.DataSource;

/** A database with a pool, and a store on tables that nobody else uses; {@code TABLE_bills} is dropped with them. */
public final class OutcomeDatabase implements AutoCloseable {
    private final MigrationDatabase database;

    OutcomeDatabase(DatabaseServer server) {
        this.database = new MigrationDatabase(server, 4, "outcomes", "", "_version", "_bills");
    }

    public static OutcomeDatabase postgresql() {
        return new OutcomeDatabase(DatabaseServer.postgresql());
    }

    public static OutcomeDatabase mariadb() {
        return new OutcomeDatabase(DatabaseServer.mariadb());
    }

    public static OutcomeDatabase h2() {
        return new OutcomeDatabase(MigrationDatabase.h2());
    }

    public DataSource dataSource() {
        return database.pool();
    }

    /** The text with the table's name for {@code TABLE}. */
    public String named(String text) {
        return text.replace("TABLE", database.table());
    }

    public JdbcOutcomeStore store() {
        return JdbcOutcomeStore.on(database.pool()).table(database.table());
    }

    /** Runs a statement, with the table's name for {@code TABLE}. */
    public void run(String sql) {
        database.run(sql);
    }

    @Override
    public void close() {
        database.close();
    }
}
