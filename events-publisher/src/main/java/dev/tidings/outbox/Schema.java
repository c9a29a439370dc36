package dev.tidings.outbox;

import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Makes the outbox's tables, and checks that they are the ones this code was written for. */
record Schema(DataSource dataSource, Tables tables) {
    private static final int VERSION = 1;

    String ddl() {
        return Sql.run(
                dataSource, "the outbox cannot tell what database it is on", connection -> ddl(Dialect.of(connection)));
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
     * Does nothing where they are there. Those who do so at the same time get into each other's way and try again; each statement can fail
     * once for that, and what it would have made is there then.
     */
    void create() {
        Sql.run(dataSource, "the outbox's tables could not be made", connection -> {
            String[] statements = ddl(Dialect.of(connection)).split(";\\s*(\\n|$)");
            for (int failures = 0; !created(connection, statements, failures); failures++) {
                // Somebody else was first.
            }
            return statements.length;
        });
    }

    private static boolean created(Connection connection, String[] statements, int failures) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
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
    void check() {
        String wayOut = "createTables() makes them, or run what ddl() says";
        int found = Sql.run(dataSource, "the outbox's tables are not there: " + wayOut, connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("select max(version) from " + tables.version())) {
                return result.next() ? result.getInt(1) : 0;
            }
        });
        if (found != VERSION) {
            throw new TidingsException("the outbox's tables " + tables.outbox() + " are of version " + found
                    + ", and this is made for version " + VERSION
                    + (found > VERSION ? "; use a newer version of events-publisher" : "; " + wayOut));
        }
    }
}
