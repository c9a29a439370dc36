package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.sql.SQLException;

/** Where connections and transactions come from. */
interface Sessions {

    /** Runs a few statements on a connection of their own; they are committed when it returns. */
    <T> T run(Sql.Work<T> work) throws SQLException;

    /** As {@link TransactionalIdempotencyStore#inTransaction} has it. */
    void transaction(TransactionalIdempotencyStore.Work work) throws Exception;
}
