/**
 * Outcomes of both sides in a table of PostgreSQL, MariaDB, MySQL or H2, which sides in other languages write to as well.
 *
 * <p>{@link dev.tidings.migration.jdbc.JdbcOutcomeStore} is where to begin.
 */
@NullMarked
package dev.tidings.migration.jdbc;

import org.jspecify.annotations.NullMarked;
