package dev.tidings.migration.baton;

import dev.tidings.broker.Health;
import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.migration.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a group's baton, on a connection. */
record Rows(String group, Sql sql) {
    private static final Duration FORGOTTEN = Duration.ofDays(1);
    private static final int MOST_WORDS = 500;
    private static final int MOST_REFUSALS = 4_000;
    private static final int MOST_VERDICT = 1_000;

    Optional<State> state(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql.state())) {
            query.setString(1, group);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(state(row)) : Optional.empty();
            }
        }
    }

    State state(ResultSet row) throws SQLException {
        return new State(
                group,
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Phase.of(row.getString(4)),
                row.getLong(5),
                row.getInt(6),
                sql.dialect().time(row, 7));
    }

    /** Makes the row if it is not there, so that effects of the first side hold it before anybody begins. */
    State begun(Connection connection) throws SQLException {
        Optional<State> found = state(connection);
        if (found.isPresent()) {
            return found.get();
        }
        try (PreparedStatement insert = connection.prepareStatement(sql.insertState())) {
            insert.setString(1, group);
            insert.setString(2, group);
            insert.executeUpdate();
        }
        return state(connection).orElseThrow();
    }

    /** Waits for the effects that are under way; new ones wait meanwhile. Whether the epoch was still this one. */
    boolean move(Connection transaction, State from, State to) throws SQLException {
        holdAlone(transaction);
        try (PreparedStatement update = transaction.prepareStatement(sql.move())) {
            update.setString(1, to.next());
            update.setString(2, to.oldQueue());
            update.setString(3, to.newQueue());
            update.setString(4, Texts.name(to.phase()));
            update.setInt(5, to.slots());
            update.setString(6, group);
            update.setLong(7, from.epoch());
            return update.executeUpdate() == 1;
        }
    }

    private void holdAlone(Connection transaction) throws SQLException {
        boolean isNumbered = sql.dialect() == Dialect.POSTGRESQL;
        if (isNumbered) {
            try (PreparedStatement patience = transaction.prepareStatement("set local lock_timeout = '10s'")) {
                patience.execute();
            }
        }
        try (PreparedStatement lock = transaction.prepareStatement(sql.alone())) {
            if (isNumbered) {
                lock.setLong(1, Fence.number(sql.table(), group));
            } else {
                lock.setString(1, group);
            }
            lock.execute();
        }
    }

    /** @param at the epoch since it was done */
    void add(Connection transaction, long at, int before, int after, Note note) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement(sql.insertEntry())) {
            insert.setString(1, group);
            insert.setLong(2, lastEntry(transaction) + 1);
            insert.setLong(3, at);
            insert.setString(4, Texts.name(note.action()));
            insert.setString(5, cut(note.subject(), MOST_WORDS));
            insert.setInt(6, before);
            insert.setInt(7, after);
            insert.setString(8, note.forced().orElse(null));
            insert.setString(
                    9, note.refusals().isEmpty() ? null : cut(String.join("\n", note.refusals()), MOST_REFUSALS));
            insert.setString(
                    10, note.verdict().map(words -> cut(words, MOST_VERDICT)).orElse(null));
            insert.executeUpdate();
        }
    }

    private long lastEntry(Connection transaction) throws SQLException {
        try (PreparedStatement query = transaction.prepareStatement(sql.lastEntry())) {
            query.setString(1, group);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    List<Entry> log(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql.log())) {
            query.setString(1, group);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
            return entries;
        }
    }

    private Entry entry(ResultSet row) throws SQLException {
        @Nullable String refusals = row.getString(8);
        return new Entry(
                row.getLong(1),
                sql.dialect().time(row, 2),
                Entry.Action.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getString(4),
                State.percent(row.getInt(5)),
                State.percent(row.getInt(6)),
                Optional.ofNullable(row.getString(7)),
                refusals == null ? List.of() : List.of(refusals.split("\n", -1)),
                Optional.ofNullable(row.getString(9)));
    }

    /** Writes that it is alive, and how. */
    void beat(Connection connection, Pulse pulse) throws SQLException {
        if (write(connection, sql.updateSide(), pulse) == 0) {
            write(connection, sql.insertSide(), pulse);
        }
    }

    private int write(Connection connection, String statement, Pulse pulse) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(statement)) {
            write.setString(1, pulse.queue());
            write.setBoolean(2, pulse.isExactlyOnce());
            write.setLong(3, pulse.epoch());
            write.setString(4, Texts.name(pulse.health().state()));
            write.setString(5, cut(pulse.health().words().replace('\u0000', '?'), MOST_WORDS));
            write.setBoolean(6, pulse.isBound());
            write.setBoolean(7, pulse.isDrained());
            write.setString(8, group);
            write.setString(9, pulse.instance());
            return write.executeUpdate();
        }
    }

    void forget(Connection connection, String instance) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql.deleteSide())) {
            delete.setString(1, group);
            delete.setString(2, instance);
            delete.executeUpdate();
        }
    }

    /** Those that were not seen for a day. */
    void forgetSilent(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql.deleteSilent())) {
            delete.setString(1, group);
            delete.setLong(2, FORGOTTEN.toMillis());
            delete.executeUpdate();
        }
    }

    /** All there is to tell. */
    Status status(Connection connection) throws SQLException {
        State state = state(connection).orElse(State.none(group));
        return Status.of(state, instances(connection, state), log(connection), now(connection));
    }

    private Instant now(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select " + sql.dialect().now());
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the database does not tell the time");
            }
            return sql.dialect().time(row, 1);
        }
    }

    List<Instance> instances(Connection connection, State state) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql.sides())) {
            query.setString(1, group);
            List<Instance> instances = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    instances.add(instance(row, state));
                }
            }
            return instances;
        }
    }

    private Instance instance(ResultSet row, State state) throws SQLException {
        Instant seen = sql.dialect().time(row, 9);
        Duration silent = Duration.between(seen, sql.dialect().time(row, 10));
        Optional<Side> side = state.sideOf(row.getString(2));
        return new Instance(
                row.getString(1),
                row.getString(2),
                side,
                row.getBoolean(3),
                row.getLong(4),
                Health.State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getString(6),
                row.getBoolean(7),
                row.getBoolean(8),
                silent.isNegative() ? Duration.ZERO : silent);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
