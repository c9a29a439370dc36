package dev.tidings.idempotency;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * A store whose claims are made within the handler's own database transaction: claim, effect and completion are committed together, so
 * an effect in that database happens exactly once.
 *
 * <p>There is nothing to complete or renew: the commit completes what was claimed, and whatever ends the transaction otherwise gives it
 * back. Who dies or freezes meanwhile holds its keys for as long as the database keeps the transaction.
 */
public interface TransactionalIdempotencyStore extends IdempotencyStore {

    /** What is done within a transaction. */
    @FunctionalInterface
    interface Work {
        /** A failure of any kind rolls the transaction back. */
        void with(Connection transaction) throws Exception;
    }

    /**
     * Runs work in a transaction, committed when it returns and rolled back when it throws. The work cannot end it otherwise; savepoints
     * are its own.
     *
     * @throws Exception what the work threw, as it is
     * @throws SQLException what the commit threw, as it is, if the transaction was certainly rolled back
     * @throws IdempotencyStoreException if no transaction could be begun
     * @throws CommitUnknownException if it is not known whether the commit was made: it was not answered, or a manager threw something else
     */
    void inTransaction(Work work) throws Exception;

    /**
     * Claims keys within a transaction, without waiting for other owners: one answer for each request, in their order. They are
     * completed by its commit.
     */
    List<Claim> claimAll(Connection transaction, List<ClaimRequest> requests) throws SQLException;

    /** Gives claims of this transaction back, so that its commit does not complete them. */
    void giveUp(Connection transaction, Collection<Claim.Owned> claims) throws SQLException;

    /**
     * Whether a failure, or one that it was caused by, only says that others were in the way: a deadlock, a serialization failure, a lock
     * not had in time. The transaction is rolled back, and may succeed when it is repeated.
     */
    boolean isContention(Throwable failure);

    /**
     * Whether a failure, or one that it was caused by, only says that the database cannot be reached, or went away. It says nothing about
     * what was being done.
     */
    boolean isOutage(Throwable failure);

    /** Whether each transaction should hold a single event, since a failure within one spoils it as a whole (a persistence context). */
    boolean isOneAtATime();
}
