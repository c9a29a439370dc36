package dev.tidings.migration.baton;

import dev.tidings.broker.Health;
import dev.tidings.migration.MigrationDatabase;
import dev.tidings.testkit.process.DatabaseServer;
import javax.sql.DataSource;

/** A database with a baton on tables that nobody else uses. */
final class BatonDatabase implements AutoCloseable {
    static final String GROUP = "billing";

    private final MigrationDatabase database;

    BatonDatabase(DatabaseServer server) {
        this.database = new MigrationDatabase(
                server, 24, "baton", "", "_log", "_side", "_version", "_effects", "_keys", "_keys_version");
    }

    Baton baton() {
        return Baton.of(GROUP, database.pool()).table(database.table());
    }

    Place place() {
        return new Place(GROUP, database.pool(), database.table());
    }

    DataSource pool() {
        return database.pool();
    }

    MigrationDatabase database() {
        return database;
    }

    /** Has an instance of a side be there, and well. */
    void beat(String instance, String queue, boolean exactlyOnce) {
        int unused = place().run("could not be read", (connection, rows) -> {
            rows.beat(connection, new Pulse(instance, queue, exactlyOnce, 0, Health.up("consuming"), false, false));
            return 0;
        });
    }

    void bothSidesRun() {
        beat("host/1/a", GROUP, true);
        beat("host/2/b", GROUP + ".v2", true);
    }

    @Override
    public void close() {
        database.close();
    }
}
