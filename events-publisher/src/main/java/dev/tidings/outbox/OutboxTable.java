package dev.tidings.outbox;

import dev.tidings.events.RawMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table of events, for one exchange: what is stored, found, marked and deleted in it. */
final class OutboxTable {
    /** As in the DDL. */
    enum State {
        PUBLISHED(1),
        UNROUTED(2),
        SET_ASIDE(3);

        private final int stored;

        State(int stored) {
            this.stored = stored;
        }
    }

    /**
     * Pending, in a form that no index is made for. While its statistics are from when few rows were pending, PostgreSQL would find a row
     * by reading all of that index, and not by its number.
     */
    private static final String STILL_PENDING = " where state < 1";

    private static final int LONGEST_REASON = 1_000;
    private static final int DELETED_AT_ONCE = 1_000;

    private final OutboxSettings settings;
    private final String table;
    private final String exchange;

    OutboxTable(OutboxSettings settings) {
        this.settings = settings;
        this.table = settings.tables().outbox();
        this.exchange = settings.exchange();
    }

    void insert(Connection transaction, long entity, RawMessage message) throws SQLException {
        Sql.update(
                transaction,
                "insert into " + table
                        + " (exchange, slot, entity, event_id, routing_key, properties, body) values (?, ?, ?, ?, ?, ?, ?)",
                message.exchange(),
                Entity.slot(entity),
                entity,
                message.properties().messageId().orElseThrow(),
                message.routingKey(),
                StoredMessage.properties(message),
                new String(message.body(), StandardCharsets.UTF_8));
    }

    /**
     * The first pending rows in these slots, at most so many, in their order, but for those of entities that wait.
     *
     * <p>One statement, and so one view of the table: where a row is found, the earlier ones of its entity are found, too.
     */
    List<Row> pending(Collection<Integer> slots, Collection<Long> waiting, int atMost) {
        return Sql.run(settings.dataSource(), "the outbox " + table + " could not be read", connection -> {
            String sql = "select seq, slot, entity, routing_key, properties, body from " + table
                    + " where exchange = ? and state = 0" + in(slots) + but(waiting, Dialect.of(connection))
                    + behindSetAside() + " order by seq limit " + atMost;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Sql.bind(statement, exchange);
                if (settings.orderKept()) {
                    statement.setString(2, exchange);
                }
                return rows(statement, atMost);
            }
        });
    }

    private static String but(Collection<Long> entities, Dialect dialect) {
        return entities.isEmpty() ? "" : " and entity not in " + dialect.in(entities);
    }

    private static String in(Collection<Integer> slots) {
        return slots.size() == Entity.SLOTS
                ? ""
                : slots.stream().map(String::valueOf).collect(Collectors.joining(", ", " and slot in (", ")"));
    }

    private String behindSetAside() {
        return settings.orderKept()
                ? " and entity not in (select entity from " + table + " where exchange = ? and state = 3)"
                : "";
    }

    private List<Row> rows(PreparedStatement statement, int atMost) throws SQLException {
        statement.setFetchSize(atMost);
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(new Row(
                        result.getLong(1),
                        result.getInt(2),
                        result.getLong(3),
                        exchange,
                        result.getString(4),
                        result.getString(5),
                        result.getString(6)));
            }
        }
        return rows;
    }

    /** For how long the first pending row has been stored, by the database's clock; in any slot, and whoever waits. */
    Optional<Duration> oldestAge() {
        String sql = "select stored_at, current_timestamp from " + table
                + " where exchange = ? and state = 0 order by seq limit 1";
        return Sql.run(settings.dataSource(), "the outbox " + table + " could not be read", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Sql.bind(statement, exchange);
                try (ResultSet result = statement.executeQuery()) {
                    return result.next()
                            ? Optional.of(Duration.between(
                                    result.getTimestamp(1).toInstant(),
                                    result.getTimestamp(2).toInstant()))
                            : Optional.empty();
                }
            }
        });
    }

    /** Marks rows as what became of them. A spool deletes them. */
    void mark(Connection connection, Dialect dialect, State state, List<Long> seqs) throws SQLException {
        if (settings.spool().isPresent()) {
            int deleted = dialect.update(connection, "delete from " + table + STILL_PENDING, seqs);
            settings.spool().get().gone(deleted);
        } else if (!seqs.isEmpty()) {
            String update = "update " + table + " set state = " + state.stored + ", settled_at = current_timestamp"
                    + STILL_PENDING;
            dialect.update(connection, update, seqs);
        }
    }

    void setAside(Connection connection, long seq, String reason) throws SQLException {
        int rows = Sql.update(
                connection,
                "update " + table + " set state = 3, settled_at = current_timestamp, reason = ?" + STILL_PENDING
                        + " and seq = ?",
                reason.substring(0, Math.min(reason.length(), LONGEST_REASON)),
                seq);
        settings.spool().ifPresent(backlog -> backlog.setAside(rows));
    }

    /** What was set aside, the oldest first, at most so many. */
    List<Relay.SetAside> allSetAside(int atMost) {
        String sql = "select event_id, routing_key, reason, settled_at from " + table
                + " where exchange = ? and state = 3 order by seq limit " + atMost;
        return Sql.run(settings.dataSource(), "what was set aside in " + table + " could not be read", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Sql.bind(statement, exchange);
                List<Relay.SetAside> all = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        all.add(new Relay.SetAside(
                                result.getString(1),
                                result.getString(2),
                                result.getString(3),
                                result.getTimestamp(4).toInstant()));
                    }
                }
                return all;
            }
        });
    }

    /** Has it published again; how many rows that were. */
    int retry(String eventId) {
        int rows = Sql.run(
                settings.dataSource(),
                "event " + eventId + " could not be put back",
                connection -> Sql.update(
                        connection,
                        "update " + table
                                + " set state = 0, settled_at = null, reason = null where exchange = ? and state = 3 and event_id = ?",
                        exchange,
                        eventId));
        settings.spool().ifPresent(backlog -> backlog.putBack(rows));
        return rows;
    }

    /** Deletes some of what was published longer ago than that; how many. */
    int deletePublished(Duration ago) {
        return Sql.run(settings.dataSource(), "old rows of " + table + " could not be deleted", connection -> {
            Dialect dialect = Dialect.of(connection);
            // By their numbers, as marking locks them: by the other index it would be a deadlock on MariaDB.
            // Not by their state again, which does not change any more: while its statistics are from when few rows
            // were
            // settled, PostgreSQL would look for the numbers in all of that index.
            List<Long> seqs = settledBefore(connection, dialect, ago);
            return seqs.isEmpty() ? 0 : dialect.update(connection, "delete from " + table + " where 1 = 1", seqs);
        });
    }

    private List<Long> settledBefore(Connection connection, Dialect dialect, Duration ago) throws SQLException {
        String sql = "select seq from " + table + " where exchange = ? and state in (1, 2) and settled_at < "
                + dialect.later() + " order by settled_at limit " + DELETED_AT_ONCE;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, exchange, -ago.toMillis());
            List<Long> seqs = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    seqs.add(result.getLong(1));
                }
            }
            Collections.sort(seqs);
            return seqs;
        }
    }
}
