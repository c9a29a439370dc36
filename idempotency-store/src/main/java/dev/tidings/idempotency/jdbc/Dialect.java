package dev.tidings.idempotency.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** In what the databases differ. */
enum Dialect {
    POSTGRESQL("cast(extract(epoch from statement_timestamp()) * 1000 as bigint)") {
        @Override
        Rows rows(Settings settings) {
            return new PostgresRows(settings.tables().handled(), now(), settings.lease());
        }
    },
    MARIADB(Dialect.SINCE_1970) {
        @Override
        Rows rows(Settings settings) {
            return new ListedRows(
                    settings.tables().handled(),
                    now(),
                    MANY,
                    "set statement innodb_lock_wait_timeout = 0 for ",
                    "ignore",
                    NoWait.BY_STATEMENT);
        }
    },
    MYSQL(Dialect.SINCE_1970) {
        @Override
        Rows rows(Settings settings) {
            return new ListedRows(settings.tables().handled(), now(), MANY, "", "ignore", NoWait.MYSQL);
        }
    },
    H2("datediff(millisecond, timestamp with time zone '1970-01-01 00:00:00Z', current_timestamp)") {
        @Override
        Rows rows(Settings settings) {
            return new ListedRows(settings.tables().handled(), now(), 1, "", "", NoWait.H2);
        }
    };

    /** By UTC, since a session's time zone has an hour a year that is there twice. */
    private static final String SINCE_1970 = "(timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) div 1000)";

    private static final int MANY = 200;

    private final String now;

    Dialect(String now) {
        this.now = now;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb" -> MARIADB;
            case "mysql" -> MYSQL;
            case "h2" -> H2;
            default ->
                throw new IllegalStateException("the idempotency store does not know the database " + product
                        + "; it runs on PostgreSQL, MariaDB, MySQL and H2");
        };
    }

    /** Where the statements for version 1 are. */
    String resource() {
        return "/dev/tidings/idempotency/" + name().toLowerCase(Locale.ROOT) + "/V1.sql";
    }

    /** The database's time in milliseconds since 1970. */
    String now() {
        return now;
    }

    abstract Rows rows(Settings settings);
}
