package dev.tidings.idempotency.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** Makes the store's tables, and checks that they are the ones this code was written for. */
record Schema(Tables tables) {
    private static final int VERSION = 1;
    private static final String WAY_OUT = "createTables() makes them, or run what ddl() says";

    String ddl(Dialect dialect) {
        try (InputStream resource = Schema.class.getResourceAsStream(dialect.resource())) {
            if (resource == null) {
                throw new IllegalStateException(
                        dialect.resource() + " is missing on the class path; is the jar complete?");
            }
            return tables.in(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Does nothing where they are there. Those who do so at the same time get into each other's way and try again; each statement can fail
     * once for that.
     */
    static void create(Sessions sessions, String ddl) throws SQLException {
        String[] statements = ddl.split(";\\s*(\\n|$)");
        for (int failures = 0; !created(sessions, statements, failures); failures++) {
            // Somebody else was first.
        }
    }

    private static boolean created(Sessions sessions, String[] statements, int failures) throws SQLException {
        try {
            return sessions.run(connection -> {
                for (String sql : statements) {
                    Sql.execute(connection, sql);
                }
                return true;
            });
        } catch (SQLException e) {
            if (failures == statements.length || Failures.isOutage(e)) {
                throw e;
            }
            return false;
        }
    }

    /** @throws IllegalStateException if the tables are missing or of another version, with what to do */
    void check(Connection connection) throws SQLException {
        long found = version(connection);
        if (found != VERSION) {
            throw new IllegalStateException("the idempotency store's tables " + tables.handled() + " are of version "
                    + found + ", and this is made for version " + VERSION
                    + (found > VERSION ? "; use a newer version of idempotency-store" : "; " + WAY_OUT));
        }
    }

    private long version(Connection connection) throws SQLException {
        try {
            return Sql.number(connection, "select max(version) from " + tables.version());
        } catch (SQLException e) {
            if (Failures.isTableMissing(e)) {
                throw new IllegalStateException(
                        "the idempotency store's tables " + tables.handled() + " are not there: " + WAY_OUT, e);
            }
            throw e;
        }
    }
}
