package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.CommitUnknownException;
import dev.tidings.idempotency.IdempotencyStoreException;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Transactions of the caller's own manager. */
record ManagedSessions(Transactions transactions) implements Sessions {

    @Override
    public <T> T run(Sql.Work<T> work) throws SQLException {
        List<T> result = new ArrayList<>(1);
        try {
            transaction(connection -> result.add(work.with(connection)));
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return result.get(0);
    }

    @Override
    public void transaction(TransactionalIdempotencyStore.Work work) throws Exception {
        Once once = new Once(work);
        try {
            transactions.run(once);
        } catch (RuntimeException | Error failure) {
            once.explain(failure);
        }
        once.explain();
        if (!once.isBegun) {
            throw new IllegalStateException("the transaction manager returned without running the work");
        }
    }

    /** The work, and how far it came. */
    private static final class Once implements Consumer<Connection> {
        private final TransactionalIdempotencyStore.Work work;
        private boolean isBegun;
        private @Nullable Throwable thrown;

        Once(TransactionalIdempotencyStore.Work work) {
            this.work = work;
        }

        @Override
        public void accept(Connection connection) {
            isBegun = true;
            try {
                if (connection.getAutoCommit()) {
                    throw new IllegalStateException("the connection is in auto-commit, so each statement would be"
                            + " committed alone; give one of a transaction that has begun");
                }
                work.with(GuardedConnection.of(connection));
            } catch (RuntimeException | Error e) {
                thrown = e;
                throw e;
            } catch (Exception e) {
                thrown = e;
                throw new CarriedException(e);
            }
        }

        /** What the manager threw, in the store's terms. */
        void explain(Throwable failure) throws Exception {
            explain();
            if (!isBegun) {
                throw new IdempotencyStoreException("no transaction could be begun: " + failure.getMessage(), failure);
            }
            if (Failures.isRolledBack(failure)) {
                throw sql(failure);
            }
            throw new CommitUnknownException(
                    "the transaction was to be committed, and its manager did not say whether it was: "
                            + failure.getMessage(),
                    failure);
        }

        private static SQLException sql(Throwable failure) {
            return Failures.chain(failure).stream()
                    .filter(SQLException.class::isInstance)
                    .map(SQLException.class::cast)
                    .findFirst()
                    .orElseThrow();
        }

        /** What the work threw, as it is. */
        void explain() throws Exception {
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof Exception exception) {
                throw exception;
            }
        }
    }

    /** Carries what is checked through the manager. */
    private static final class CarriedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CarriedException(Exception carried) {
            super(carried);
        }
    }
}
