package dev.tidings.migration.shadow;

import dev.tidings.jdbc.internal.Failures;
import dev.tidings.jdbc.internal.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls handlers in transactions that are never committed. */
record RolledBack(String name, Sessions sessions) {
    private static final Logger log = LoggerFactory.getLogger(RolledBack.class);

    /** What a call has told, and what it threw, if it did. */
    record Call(Collected effects, Optional<Throwable> failure) {

        /** Throws what it threw. */
        void end() throws Exception {
            if (failure.isEmpty()) {
                return;
            }
            if (failure.get() instanceof Error error) {
                throw error;
            }
            throw (Exception) failure.get();
        }
    }

    /** What is done in the transaction. */
    @FunctionalInterface
    interface Work {
        void with(Connection transaction, Collected effects) throws Exception;
    }

    /**
     * Calls it once, and again where the database asks to do the same again.
     *
     * @throws SQLException if there is no transaction
     */
    Call call(Work work) throws SQLException {
        return sessions.rolledBack(connection -> {
            Savepoint beginning = connection.setSavepoint();
            Collected effects = new Collected(false);
            Optional<Throwable> failure = thrown(work, Guard.of(connection), effects);
            if (failure.isPresent() && Reasons.isContention(failure.get())) {
                throw contention(failure.get());
            }
            return new Call(effects, ended(connection, beginning).or(() -> failure));
        });
    }

    private static Optional<Throwable> thrown(Work work, Connection transaction, Collected effects) {
        try {
            work.with(transaction, effects);
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(e);
        }
    }

    private static SQLException contention(Throwable failure) {
        return new SQLException("somebody else was in the way: " + Reasons.of(failure), "40001", failure);
    }

    /** A savepoint is gone with its transaction: so it is seen if that has ended although nobody could end it. */
    private Optional<Throwable> ended(Connection connection, Savepoint beginning) throws SQLException {
        try {
            connection.rollback(beginning);
            return Optional.empty();
        } catch (SQLException e) {
            if (Failures.isOutage(e)) {
                throw e;
            }
            log.error(
                    "recording {}: a handler has ended the transaction of a shadow, so that what it did before may be there: {}",
                    name,
                    e.toString());
            return Optional.of(new IllegalStateException(
                    "the transaction of the shadow was ended within it, by a statement that commits perhaps; what was done before may be there",
                    e));
        }
    }
}
