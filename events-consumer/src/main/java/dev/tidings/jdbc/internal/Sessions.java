package dev.tidings.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections and transactions. What met a deadlock, a serialization failure or a new row is tried again. */
public final class Sessions {
    private static final int ATTEMPTS = 10;
    private static final int UNKNOWN = -1;

    private final DataSource dataSource;
    private volatile int isolation = UNKNOWN;

    /** What is done with a connection. Done again, it must do no harm. */
    @FunctionalInterface
    public interface Work<R> {
        R with(Connection connection) throws SQLException;
    }

    /** How a transaction ends whose work is done. */
    @FunctionalInterface
    private interface Ending {
        void of(Connection connection) throws SQLException;
    }

    /** On connections of a pool. */
    public Sessions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Each statement is committed at once. */
    public <R> R run(Work<R> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean isChanged = !connection.getAutoCommit();
            if (isChanged) {
                connection.setAutoCommit(true);
            }
            R result = repeated(connection, work);
            if (isChanged) {
                connection.setAutoCommit(false);
            }
            return result;
        }
    }

    /** In a transaction that is READ COMMITTED. */
    public <R> R inTransaction(Work<R> work) throws SQLException {
        return inTransaction(work, Connection::commit);
    }

    /** In a transaction that is READ COMMITTED and never committed. */
    public <R> R rolledBack(Work<R> work) throws SQLException {
        return inTransaction(work, Connection::rollback);
    }

    private <R> R inTransaction(Work<R> work, Ending ending) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean isChanged = connection.getAutoCommit();
            if (isChanged) {
                connection.setAutoCommit(false);
            }
            try {
                relax(connection);
                return repeated(connection, same -> ended(same, work, ending));
            } finally {
                end(connection, isChanged);
            }
        }
    }

    /** The pool's isolation is asked for once: it may cost a round trip. */
    private void relax(Connection connection) throws SQLException {
        if (isolation == UNKNOWN) {
            isolation = connection.getTransactionIsolation();
            connection.rollback();
        }
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    private static <R> R ended(Connection connection, Work<R> work, Ending ending) throws SQLException {
        try {
            R result = work.with(connection);
            ending.of(connection);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
            abort(connection, reason);
        }
    }

    /** What could not be rolled back must not be committed by what puts the connection in order. */
    private static void abort(Connection connection, Throwable reason) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private void end(Connection connection, boolean autoCommit) {
        try {
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
            if (isolation != UNKNOWN && isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException e) {
            // A broken connection; the pool finds that out.
        }
    }

    private static <R> R repeated(Connection connection, Work<R> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.with(connection);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !Failures.isContention(e)) {
                    throw e;
                }
            }
        }
    }
}
