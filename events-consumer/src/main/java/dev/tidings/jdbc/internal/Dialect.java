package dev.tidings.jdbc.internal;

import dev.tidings.events.TidingsException;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/** In what the databases differ. MySQL is as MariaDB. */
public enum Dialect {
    /** PostgreSQL. */
    POSTGRESQL("statement_timestamp()", "statement_timestamp() - cast(? as bigint) * interval '1 millisecond'", ""),
    /** MariaDB and MySQL. */
    MARIADB(
            "utc_timestamp(6)",
            "utc_timestamp(6) - interval (? * 1000) microsecond",
            " engine = InnoDB character set utf8mb4 collate utf8mb4_bin"),
    /** H2. */
    H2("current_timestamp", "dateadd(millisecond, -cast(? as bigint), current_timestamp)", "");

    private final String now;
    private final String ago;
    private final String options;

    Dialect(String now, String ago, String options) {
        this.now = now;
        this.ago = ago;
        this.options = options;
    }

    /** Of the database that was connected to. */
    public static Dialect of(DatabaseMetaData database) throws SQLException {
        String product = database.getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb", "mysql" -> MARIADB;
            case "h2" -> H2;
            default ->
                throw new TidingsException("no table can be kept on the database " + product
                        + "; it must be PostgreSQL, MariaDB, MySQL or H2");
        };
    }

    /** The database's time. */
    public String now() {
        return now;
    }

    /** The time so many milliseconds before, which are a parameter. */
    public String ago() {
        return ago;
    }

    /** At the end of a statement that makes a table. */
    public String options() {
        return options;
    }

    /** As its driver wants it. MariaDB's times have no zone, and are in UTC. */
    public Object stored(Object value) {
        if (value instanceof Instant time) {
            return this == MARIADB ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : time.atOffset(ZoneOffset.UTC);
        }
        return this == MARIADB && value instanceof UUID id ? id.toString() : value;
    }

    /** A time that was stored, or {@link #now}. */
    public Instant time(ResultSet row, int column) throws SQLException {
        return this == MARIADB
                ? row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC)
                : row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
