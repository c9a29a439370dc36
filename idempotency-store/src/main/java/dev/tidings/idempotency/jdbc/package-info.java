/**
 * Remembers keys in a table of PostgreSQL, MariaDB, MySQL or H2, which all instances share.
 *
 * <p>{@link dev.tidings.idempotency.jdbc.JdbcIdempotencyStore} is where to begin. Its claims are leases, or part of the handler's own
 * transaction.
 */
@NullMarked
package dev.tidings.idempotency.jdbc;

import org.jspecify.annotations.NullMarked;
