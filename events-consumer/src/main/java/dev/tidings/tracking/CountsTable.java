package dev.tidings.tracking;

import dev.tidings.events.TidingsException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of counts. Buckets are written and read without a time zone, so that no setting of a session shifts them. */
final class CountsTable {
    private static final int DELETED_AT_ONCE = 1_000;

    private final DataSource dataSource;
    private final Tables tables;
    private volatile @Nullable Dialect known;

    /**
     * What a key has in all its buckets.
     *
     * @param lastBucket the last one in which it came
     */
    record Total(Kind kind, long events, long lastBucket) {}

    CountsTable(DataSource dataSource, Tables tables) {
        this.dataSource = dataSource;
        this.tables = tables;
    }

    /**
     * Looks whether the tables are as they must be; a database that cannot be reached says nothing about that.
     *
     * @throws TidingsException if they are not; the message says what to do
     */
    Optional<Exception> check() {
        try {
            Sql.run(dataSource, this::dialect);
            return Optional.empty();
        } catch (TidingsException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            // A pool that cannot be filled throws what it likes.
            return Optional.of(e);
        }
    }

    private Dialect dialect(Connection connection) throws SQLException {
        Dialect dialect = known;
        if (dialect == null) {
            new Schema(tables).check(connection);
            dialect = Dialect.of(connection);
            known = dialect;
        }
        return dialect;
    }

    /** Adds counts to what is there, all or none of them. They are in order, and no slot comes twice. */
    void add(List<Count> counts) throws SQLException {
        Sql.run(dataSource, connection -> {
            String sql = dialect(connection).adding(tables.counts(), counts.size());
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int place = 1;
                for (Count count : counts) {
                    Slot slot = count.slot();
                    statement.setObject(place++, time(slot.bucket()));
                    statement.setString(place++, slot.kind().exchange());
                    statement.setString(place++, slot.kind().routingKey());
                    statement.setLong(place++, count.events());
                }
                return statement.executeUpdate();
            }
        });
    }

    /** The keys that came in this bucket or later, at most so many: those with the most events. */
    List<Total> totals(long fromBucket, int atMost) {
        String sql = "select exchange, routing_key, sum(events) as total, max(bucket) from " + tables.counts()
                + " where bucket >= ? group by exchange, routing_key order by total desc, exchange, routing_key limit "
                + atMost;
        return Sql.run(dataSource, "the counts in " + tables.counts() + " could not be read", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Sql.set(statement, time(fromBucket));
                List<Total> totals = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        totals.add(new Total(
                                new Kind(result.getString(1), result.getString(2)),
                                result.getLong(3),
                                result.getObject(4, LocalDateTime.class).toEpochSecond(ZoneOffset.UTC)));
                    }
                }
                return totals;
            }
        });
    }

    /** Deletes some of the buckets before this one, at least one of them if there are any; how many rows that were. */
    int deleteSomeBefore(long bucket) {
        String edge = "select bucket from " + tables.counts() + " where bucket < ? order by bucket limit 1 offset "
                + DELETED_AT_ONCE;
        return Sql.run(dataSource, "old counts in " + tables.counts() + " could not be deleted", connection -> {
            LocalDateTime last = time(bucket).minusSeconds(1);
            try (PreparedStatement statement = connection.prepareStatement(edge)) {
                Sql.set(statement, time(bucket));
                try (ResultSet result = statement.executeQuery()) {
                    last = result.next() ? result.getObject(1, LocalDateTime.class) : last;
                }
            }
            return Sql.update(connection, "delete from " + tables.counts() + " where bucket <= ?", last);
        });
    }

    private static LocalDateTime time(long bucket) {
        return LocalDateTime.ofEpochSecond(bucket, 0, ZoneOffset.UTC);
    }
}
