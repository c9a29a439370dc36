package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.CommitUnknownException;
import dev.tidings.idempotency.IdempotencyStoreException;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections of a pool, and transactions begun and ended here. */
final class PooledSessions implements Sessions {
    private static final int UNKNOWN = -1;

    private final DataSource dataSource;
    private volatile int isolation = UNKNOWN;

    PooledSessions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public <T> T run(Sql.Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean isChanged = !connection.getAutoCommit();
            if (isChanged) {
                connection.setAutoCommit(true);
            }
            T result = work.with(connection);
            if (isChanged) {
                connection.setAutoCommit(false);
            }
            return result;
        }
    }

    @Override
    public void transaction(TransactionalIdempotencyStore.Work work) throws Exception {
        Connection connection = begin();
        try {
            try {
                work.with(GuardedConnection.of(connection));
            } catch (Throwable failure) {
                rollback(connection, failure);
                throw failure;
            }
            commit(connection);
        } finally {
            end(connection);
        }
    }

    /** The pool's isolation is asked for once: it may cost a round trip. */
    private Connection begin() {
        try {
            Connection connection = dataSource.getConnection();
            try {
                connection.setAutoCommit(false);
                if (isolation == UNKNOWN) {
                    isolation = connection.getTransactionIsolation();
                    connection.rollback();
                }
                if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                }
                return connection;
            } catch (SQLException e) {
                close(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw new IdempotencyStoreException("no transaction could be begun: " + e.getMessage(), e);
        }
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (Failures.isRolledBack(e)) {
                throw e;
            }
            throw new CommitUnknownException(
                    "the transaction was to be committed, and the database did not say whether it was: "
                            + e.getMessage(),
                    e);
        }
    }

    private void end(Connection connection) {
        try {
            connection.setAutoCommit(true);
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException e) {
            // A broken connection; the pool finds that out.
        }
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The transaction has ended; there is nothing that could be done.
        }
    }
}
