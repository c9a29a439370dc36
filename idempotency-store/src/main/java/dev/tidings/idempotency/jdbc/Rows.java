package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The rows of the table, as one kind of database writes and reads them. The lists are as long as callers like. */
interface Rows {

    /** Inserts those that are not there, without waiting for others, and tells how many. */
    int insert(Connection connection, List<Claim.Owned> claims, State state, Duration time) throws SQLException;

    /** What is there and committed, or written by this transaction. */
    List<Row> read(Connection connection, Collection<Claim.Owned> claims) throws SQLException;

    /** Gives the row of a lease that has ended to this claim, if it is as it was read; without waiting for others. */
    boolean takeOver(Connection connection, Row ended, Claim.Owned claim, State state, Duration time)
            throws SQLException;

    /** Sets the state and the time of those that are owned, and tells how many. */
    int mark(Connection connection, Collection<Claim.Owned> claims, State state, Duration time) throws SQLException;

    /** Deletes those claims that are in this state. */
    void delete(Connection connection, Collection<Claim.Owned> claims, State state) throws SQLException;
}
