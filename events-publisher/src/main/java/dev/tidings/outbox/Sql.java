package dev.tidings.outbox;

import dev.tidings.events.TidingsException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs statements, and turns their failures into words. */
final class Sql {
    private Sql() {}

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** On a connection of its own; each statement is committed at once. */
    static <T> T run(DataSource dataSource, String what, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                // In MariaDB's default, deleting and marking lock gaps, and those who store events wait for them.
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            return work.with(connection);
        } catch (SQLException e) {
            throw failure(what, e);
        }
    }

    /** Strings and numbers in the order of the parameters. */
    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    static TidingsException failure(String what, SQLException cause) {
        return new TidingsException(
                what + ": " + String.valueOf(cause.getMessage()).strip() + wayOut(cause), cause);
    }

    private static String wayOut(SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        boolean missing = state.startsWith("42P01") || state.startsWith("42S");
        return missing ? "; if it is a table that is missing, createTables() makes it, or run what ddl() says" : "";
    }
}
