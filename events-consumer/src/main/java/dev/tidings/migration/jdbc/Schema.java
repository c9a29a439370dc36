package dev.tidings.migration.jdbc;

import dev.tidings.events.TidingsException;
import dev.tidings.jdbc.internal.Creation;
import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.jdbc.internal.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Makes the tables, and checks that they are the ones this code was written for. */
record Schema(Tables tables) {
    private static final int VERSION = 1;

    String ddl(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String resource = "/dev/tidings/migration/%s/V1.sql"
                .formatted(Dialect.of(database).name().toLowerCase(Locale.ROOT));
        try (InputStream stream = Schema.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new TidingsException(resource + " is missing on the class path; is the jar complete?");
            }
            String ddl = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            boolean isMySql = database.getDatabaseProductName().equalsIgnoreCase("mysql");
            return tables.in(isMySql ? ddl.replace("utf8mb4_nopad_bin", "utf8mb4_0900_bin") : ddl);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does nothing where they are there. */
    void create(Connection connection) throws SQLException {
        Creation.run(connection, List.of(ddl(connection).split(";\\s*(\\n|$)")));
    }

    /** @throws TidingsException if the tables are missing or of another version, with what to do */
    void check(Connection connection) throws SQLException {
        long found = version(connection);
        if (found != VERSION) {
            throw new TidingsException("the tables of outcomes " + tables.outcomes() + " are of version " + found
                    + ", and this is made for version " + VERSION
                    + (found > VERSION ? "; use a newer version of events-consumer" : "; " + Failures.WAY_OUT));
        }
    }

    private long version(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select max(version) from " + tables.version());
                ResultSet result = query.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}
