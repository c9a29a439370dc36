package dev.tidings.tracking;

import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Makes the tracker's tables, and checks that they are the ones this code was written for. */
record Schema(Tables tables) {
    private static final int VERSION = 1;
    private static final String WAY_OUT = "createTables() makes them, or run what ddl() says";

    String ddl(DataSource dataSource) {
        return Sql.run(
                dataSource,
                "the tracker cannot tell what database it is on",
                connection -> ddl(Dialect.of(connection)));
    }

    private String ddl(Dialect dialect) {
        try (InputStream resource = Schema.class.getResourceAsStream(dialect.resource())) {
            if (resource == null) {
                throw new TidingsException(dialect.resource() + " is missing on the class path; is the jar complete?");
            }
            return tables.in(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Does nothing where they are there. Those who do so at the same time get into each other's way and try again; each statement can
     * fail once for that.
     */
    void create(DataSource dataSource) {
        String[] statements = ddl(dataSource).split(";\\s*(\\n|$)");
        Sql.run(dataSource, "the tracker's tables could not be made", connection -> {
            for (int failures = 0; !created(connection, statements, failures); failures++) {
                // Somebody else was first.
            }
            return statements.length;
        });
    }

    private static boolean created(Connection connection, String[] statements, int failures) throws SQLException {
        try {
            for (String sql : statements) {
                Sql.update(connection, sql);
            }
            return true;
        } catch (SQLException e) {
            if (failures == statements.length) {
                throw e;
            }
            return false;
        }
    }

    /** @throws TidingsException if the tables are missing or of another version, with what to do */
    void check(Connection connection) throws SQLException {
        long found = version(connection);
        if (found != VERSION) {
            throw new TidingsException("the tracker's tables " + tables.counts() + " are of version " + found
                    + ", and this is made for version " + VERSION
                    + (found > VERSION ? "; use a newer version of events-consumer" : "; " + WAY_OUT));
        }
    }

    private long version(Connection connection) throws SQLException {
        try {
            return Sql.number(connection, "select max(version) from " + tables.version());
        } catch (SQLException e) {
            if (Sql.isMissing(e)) {
                throw new TidingsException(
                        "the tracker's tables " + tables.counts() + " cannot be read: " + WAY_OUT, e);
            }
            throw e;
        }
    }
}
