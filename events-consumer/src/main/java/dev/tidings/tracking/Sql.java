package dev.tidings.tracking;

import dev.tidings.events.TidingsException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs statements, and turns their failures into words. */
final class Sql {
    /** PostgreSQL: lock not available. */
    private static final String LOCKED = "55P03";
    /** MariaDB and MySQL: lock wait timeout, record has changed. H2: lock timeout, concurrent update. */
    private static final Set<Integer> LOCKED_CODES = Set.of(1205, 1020, 50200, 90131);

    private Sql() {}

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** On a connection of its own; each statement is committed at once. */
    static <T> T run(DataSource dataSource, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            return work.with(connection);
        }
    }

    /** The same, for a caller who is told in words what has failed. */
    static <T> T run(DataSource dataSource, String what, Work<T> work) {
        try {
            return run(dataSource, work);
        } catch (SQLException e) {
            throw new TidingsException(what + ": " + words(e), e);
        }
    }

    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /** The one number that a query gives; 0 if it gives none. */
    static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    static String words(SQLException failure) {
        String words = String.valueOf(failure.getMessage()).strip();
        return isMissing(failure)
                ? words + "; if it is the table, createTables() makes it, or run what ddl() says"
                : words;
    }

    /** Whether a table, or the right to use it, is missing. */
    static boolean isMissing(SQLException failure) {
        return state(failure).startsWith("42");
    }

    /** Whether others were in the way, and the same may well work at once. On H2 a row that was inserted meanwhile is a duplicate. */
    static boolean isContention(SQLException failure) {
        return state(failure).startsWith("40")
                || state(failure).startsWith("23")
                || state(failure).equals(LOCKED)
                || LOCKED_CODES.contains(failure.getErrorCode());
    }

    /** Whether the database cannot hold such a value, a character for instance. */
    static boolean isData(SQLException failure) {
        return state(failure).startsWith("22");
    }

    private static String state(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
