package dev.tidings.idempotency.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One walk through the table in the order of its key, which deletes what may be forgotten. It needs no index but the key's. It skips
 * what others have locked, so it never waits, and no deadlock has it as a part. Not safe for use by several threads.
 */
final class Sweep {
    /** Those whose keys differ in the event only; the table is a row of them. */
    private record Stream(String group, String source) {}

    private final int page;
    private final String first;
    private final String nextSource;
    private final String nextGroup;
    private final String events;
    private final String forgettable;
    private final String delete;
    private Optional<Stream> stream = Optional.empty();
    private String from = "";
    private long deleted;

    Sweep(Settings settings, Dialect dialect, int page) {
        String table = settings.tables().handled();
        this.page = page;
        String streams = "select consumer, source from " + table;
        this.first = streams + " order by consumer, source limit 1";
        this.nextSource = streams + " where consumer = ? and source > ? order by consumer, source limit 1";
        this.nextGroup = streams + " where consumer > ? order by consumer, source limit 1";
        String ofStream = "select event_id from " + table + " where consumer = ? and source = ? and event_id >= ?";
        this.events = ofStream + " order by event_id limit " + page;
        // A lease that ended and was not taken over is left for as long as a completed key: its owner may still
        // complete it.
        this.forgettable = ofStream + " and event_id <= ? and until + case when state = 1 then 0 else "
                + settings.retention().toMillis() + " end < " + dialect.now()
                + " order by event_id for update skip locked";
        this.delete = "delete from " + table + " where consumer = ? and source = ? and event_id = ?";
    }

    /** Takes one step, in a transaction of the caller's; whether there are more. */
    boolean step(Connection transaction) throws SQLException {
        if (stream.isEmpty()) {
            stream = next(transaction, first);
            return stream.isPresent();
        }
        Stream here = stream.get();
        List<String> found = strings(transaction, events, here.group(), here.source(), from);
        if (!found.isEmpty()) {
            forget(transaction, here, found.get(found.size() - 1));
        }
        if (found.size() == page) {
            from = found.get(page - 1);
            return true;
        }
        from = "";
        stream = next(transaction, nextSource, here.group(), here.source());
        if (stream.isEmpty()) {
            stream = next(transaction, nextGroup, here.group());
        }
        return stream.isPresent();
    }

    /** How many rows were deleted so far. */
    long deleted() {
        return deleted;
    }

    private void forget(Connection transaction, Stream here, String last) throws SQLException {
        List<String> locked = strings(transaction, forgettable, here.group(), here.source(), from, last);
        if (locked.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = transaction.prepareStatement(delete)) {
            for (String event : locked) {
                statement.setString(1, here.group());
                statement.setString(2, here.source());
                statement.setString(3, event);
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
        deleted += locked.size();
    }

    private static Optional<Stream> next(Connection transaction, String query, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(transaction, query, parameters);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(new Stream(result.getString(1), result.getString(2))) : Optional.empty();
        }
    }

    private static List<String> strings(Connection transaction, String query, String... parameters)
            throws SQLException {
        List<String> strings = new ArrayList<>();
        try (PreparedStatement statement = prepare(transaction, query, parameters);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                strings.add(result.getString(1));
            }
        }
        return strings;
    }

    private static PreparedStatement prepare(Connection transaction, String query, String... parameters)
            throws SQLException {
        PreparedStatement statement = transaction.prepareStatement(query);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
        return statement;
    }
}
