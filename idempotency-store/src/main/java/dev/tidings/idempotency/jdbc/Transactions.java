package dev.tidings.idempotency.jdbc;

import java.sql.Connection;
import java.util.function.Consumer;

/**
 * The caller's own transaction manager, such as Spring's.
 *
 * <p>It begins a transaction of its own for each call, never within another one, and gives its connection, which is not in auto-commit;
 * READ COMMITTED is the isolation to use. When the work returns it commits, and when the work throws it rolls back and throws that,
 * or something caused by it. It runs the work exactly once, on the calling thread. Used by many threads.
 */
@FunctionalInterface
public interface Transactions {

    /** Runs the work in a new transaction. */
    void run(Consumer<Connection> work);
}
