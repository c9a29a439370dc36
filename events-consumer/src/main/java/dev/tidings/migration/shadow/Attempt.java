package dev.tidings.migration.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;

/** Does something within a transaction that is to go on if it fails. */
final class Attempt {
    private Attempt() {}

    /**
     * Undoes what it did if it fails.
     *
     * @return its failure
     * @throws Exception its failure, if the transaction cannot go on
     */
    static Optional<Throwable> within(Connection transaction, Effects.Action action) throws Exception {
        Savepoint before = transaction.setSavepoint();
        try {
            action.run();
            transaction.releaseSavepoint(before);
            return Optional.empty();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError e) {
            try {
                transaction.rollback(before);
            } catch (SQLException broken) {
                e.addSuppressed(broken);
                throw e;
            }
            return Optional.of(e);
        }
    }
}
