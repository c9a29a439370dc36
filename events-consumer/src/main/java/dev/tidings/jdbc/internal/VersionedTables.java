package dev.tidings.jdbc.internal;

import dev.tidings.events.TidingsException;
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
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Tables of version 1, which a file of statements makes.
 *
 * @param what they are called in an error
 * @param directory of the files, one for each database, on the class path
 * @param table the name that all others begin with; the version is in the table with {@code _version} appended
 * @param naming puts the names of these tables in place of the default ones
 */
public record VersionedTables(String what, String directory, String table, UnaryOperator<String> naming) {
    private static final int VERSION = 1;
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,39}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");

    /** Refuses a name that is none of a table. */
    public VersionedTables {
        checkName(what, table);
    }

    /** Refuses a name that is none of a table. */
    public static void checkName(String what, String table) {
        if (!NAME.matcher(table).matches()) {
            throw new IllegalArgumentException("'" + table + "' cannot be the name of a table of " + what
                    + ": use letters, digits and _, at most 40, with a schema before a dot if need be");
        }
    }

    /** The statements, for the database that was connected to. */
    public String ddl(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String resource =
                directory + "/" + Dialect.of(database).name().toLowerCase(Locale.ROOT) + "/V" + VERSION + ".sql";
        try (InputStream stream = VersionedTables.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new TidingsException(resource + " is missing on the class path; is the jar complete?");
            }
            String ddl = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            boolean isMySql = database.getDatabaseProductName().equalsIgnoreCase("mysql");
            return naming.apply(isMySql ? ddl.replace("utf8mb4_nopad_bin", "utf8mb4_0900_bin") : ddl);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes them. Does nothing where they are there. */
    public void create(Connection connection) throws SQLException {
        Creation.run(connection, List.of(ddl(connection).split(";\\s*(\\n|$)")));
        check(connection);
    }

    /**
     * Checks that they are the ones this code was written for.
     *
     * @throws TidingsException if they are of another version, with what to do
     */
    public void check(Connection connection) throws SQLException {
        long found = version(connection);
        if (found != VERSION) {
            throw new TidingsException("the tables of " + what + " " + table + " are of version " + found
                    + ", and this is made for version " + VERSION
                    + (found > VERSION ? "; use a newer version of events-consumer" : "; " + Failures.WAY_OUT));
        }
    }

    private long version(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select max(version) from " + table + "_version");
                ResultSet result = query.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}
