/**
 * Copies in a table of PostgreSQL, MariaDB, MySQL or H2, which all instances share.
 *
 * <p>{@link dev.tidings.mirror.jdbc.JdbcMirror} is where to begin: a column for each component of a record, and beside them the version.
 */
@NullMarked
package dev.tidings.mirror.jdbc;

import org.jspecify.annotations.NullMarked;
