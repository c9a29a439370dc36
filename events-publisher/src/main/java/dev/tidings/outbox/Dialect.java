package dev.tidings.outbox;

import dev.tidings.events.TidingsException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** In what the databases differ. */
enum Dialect {
    POSTGRESQL("current_timestamp + ? * interval '1 millisecond'") {
        @Override
        int update(Connection connection, String update, List<Long> seqs) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(update + " and seq = any (?)")) {
                statement.setArray(1, connection.createArrayOf("bigint", seqs.toArray()));
                return statement.executeUpdate();
            }
        }

        /** A subquery is hashed; a list is compared one by one, before PostgreSQL 15. */
        @Override
        String in(Collection<Long> numbers) {
            return "(select unnest('" + list(numbers, "{", "}") + "'::bigint[]))";
        }
    },
    MARIADB("current_timestamp(3) + interval ? * 1000 microsecond"),
    H2("dateadd(millisecond, ?, current_timestamp)");

    private static final int AT_ONCE = 500;

    private final String later;

    Dialect(String later) {
        this.later = later;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb", "mysql" -> MARIADB;
            case "h2" -> H2;
            default ->
                throw new TidingsException("the outbox does not know the database " + product
                        + "; it runs on PostgreSQL, MariaDB, MySQL and H2");
        };
    }

    /** Where the statements for version 1 are. */
    String resource() {
        return "/dev/tidings/outbox/" + name().toLowerCase(Locale.ROOT) + "/V1.sql";
    }

    /** The database's time after so many milliseconds, which are its one parameter. */
    String later() {
        return later;
    }

    /** What may stand after {@code in} for these numbers, of which there may be thousands and must be one. */
    String in(Collection<Long> numbers) {
        return list(numbers, "(", ")");
    }

    private static String list(Collection<Long> numbers, String before, String after) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", before, after));
    }

    /** Runs an update, which ends in a condition, on these rows; as few round trips as the database allows. */
    int update(Connection connection, String update, List<Long> seqs) throws SQLException {
        int updated = 0;
        for (int from = 0; from < seqs.size(); from += AT_ONCE) {
            List<Long> some = seqs.subList(from, Math.min(seqs.size(), from + AT_ONCE));
            updated += updateIn(connection, update, some);
        }
        return updated;
    }

    /** Always as many parameters, the last one repeated, so that the statement is prepared once. */
    private static int updateIn(Connection connection, String update, List<Long> seqs) throws SQLException {
        int parameters = seqs.size() == 1 ? 1 : AT_ONCE;
        String places = "?" + ", ?".repeat(parameters - 1);
        try (PreparedStatement statement = connection.prepareStatement(update + " and seq in (" + places + ")")) {
            for (int i = 0; i < parameters; i++) {
                statement.setLong(i + 1, seqs.get(Math.min(i, seqs.size() - 1)));
            }
            return statement.executeUpdate();
        }
    }
}
