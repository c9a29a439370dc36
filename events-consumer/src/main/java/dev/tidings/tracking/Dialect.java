package dev.tidings.tracking;

import dev.tidings.events.TidingsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** In what the databases differ. */
enum Dialect {
    POSTGRESQL("(?, ?, ?, ?)") {
        @Override
        String adding(String table, String rows) {
            return "insert into " + table + " as had (bucket, exchange, routing_key, events) values " + rows
                    + " on conflict (bucket, exchange, routing_key) do update set events = had.events + excluded.events";
        }
    },
    MARIADB("(?, ?, ?, ?)") {
        @Override
        String adding(String table, String rows) {
            return "insert into " + table + " (bucket, exchange, routing_key, events) values " + rows
                    + " on duplicate key update events = events + values(events)";
        }
    },
    MYSQL("(?, ?, ?, ?)") {
        @Override
        String adding(String table, String rows) {
            return MARIADB.adding(table, rows);
        }
    },
    H2("(cast(? as timestamp(0)), cast(? as varchar(255)), cast(? as varchar(255)), cast(? as bigint))") {
        @Override
        String adding(String table, String rows) {
            return "merge into " + table + " had using (values " + rows
                    + ") more (bucket, exchange, routing_key, events) on had.bucket = more.bucket"
                    + " and had.exchange = more.exchange and had.routing_key = more.routing_key"
                    + " when matched then update set events = had.events + more.events"
                    + " when not matched then insert (bucket, exchange, routing_key, events)"
                    + " values (more.bucket, more.exchange, more.routing_key, more.events)";
        }
    };

    private final String row;

    Dialect(String row) {
        this.row = row;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb" -> MARIADB;
            case "mysql" -> MYSQL;
            case "h2" -> H2;
            default ->
                throw new TidingsException("the event tracker does not know the database " + product
                        + "; it runs on PostgreSQL, MariaDB, MySQL and H2");
        };
    }

    /** Where the statements for version 1 are. */
    String resource() {
        return "/dev/tidings/tracking/" + name().toLowerCase(Locale.ROOT) + "/V1.sql";
    }

    /** One statement that adds so many counts, so that it is committed alone: bucket, exchange, routing key, events of each. */
    String adding(String table, int counts) {
        return adding(table, row + (", " + row).repeat(counts - 1));
    }

    abstract String adding(String table, String rows);
}
