package dev.tidings.migration.jdbc;

import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.jdbc.internal.Failures;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.OutcomeStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes in the table {@code tidings_outcomes} of a database that both sides reach: one row for a side's outcome of an event. The
 * comments of {@link #ddl} say what a side in another language has to write; what it wrote and cannot be read counts as its failure.
 *
 * <p>A recording is one transaction. Reading takes a page of rows at a time, each by its own short query along the primary key, so that
 * no transaction stays open. Failures are {@link dev.tidings.consumer.UnavailableException} if the database cannot be reached, and else
 * {@link dev.tidings.events.TidingsException}. Safe for use by many threads and processes.
 */
public final class JdbcOutcomeStore implements OutcomeStore {
    private static final int BATCH = 500;
    private static final int FORGOTTEN_AT_ONCE = 1_000;
    private static final int LEAST_PAGE = 2;
    /** So that those who write the same rows at the same time do so in one order. */
    private static final Comparator<Outcome> BY_KEY = Comparator.comparing(Outcome::comparison)
            .thenComparing(Outcome::eventId)
            .thenComparing(Outcome::side);

    private final Sessions sessions;
    private final Tables tables;
    private volatile @Nullable Ready ready;

    /** What is known once the database was reached and its tables were right. */
    private record Ready(Sql sql, Row row) {}

    /** Which event. */
    private record Key(String comparison, String eventId) {}

    private JdbcOutcomeStore(Sessions sessions, Tables tables) {
        this.sessions = sessions;
        this.tables = tables;
    }

    /** On connections of a pool. */
    public static JdbcOutcomeStore on(DataSource dataSource) {
        return new JdbcOutcomeStore(new Sessions(dataSource), new Tables(Tables.DEFAULT));
    }

    /**
     * The same in another table.
     *
     * @param name letters, digits and {@code _}, at most 40, after a schema and a dot if need be
     */
    public JdbcOutcomeStore table(String name) {
        return new JdbcOutcomeStore(sessions, new Tables(name));
    }

    /** The statements that make the tables, for the database that this is on, with comments on the columns. */
    public String ddl() {
        return ask(
                "cannot be described",
                () -> sessions.run(connection -> tables.versioned().ddl(connection)));
    }

    /**
     * Makes the tables where they are not there, which needs the right to, and returns this store.
     *
     * @throws dev.tidings.events.TidingsException if they are of another version; the message says what to do
     */
    public JdbcOutcomeStore createTables() {
        return ask(
                "could not be made",
                () -> sessions.run(connection -> {
                    tables.versioned().create(connection);
                    return this;
                }));
    }

    @Override
    public void record(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        List<Outcome> sorted = outcomes.stream().sorted(BY_KEY).toList();
        int unused = ask("could not be written", () -> {
            Ready known = ready();
            return sessions.inTransaction(connection -> write(connection, known, sorted));
        });
    }

    /**
     * Keeps these outcomes within a transaction of the caller's: they are there if and only if that is committed. Nothing is committed
     * here. If this throws, the caller has to roll back, at least to a savepoint before.
     *
     * @throws IllegalArgumentException if the connection is in auto-commit
     */
    public void record(Connection transaction, List<Outcome> outcomes) {
        List<Outcome> sorted = outcomes.stream().sorted(BY_KEY).toList();
        int unused = ask("could not be written", () -> {
            if (transaction.getAutoCommit()) {
                throw new IllegalArgumentException(
                        "the connection is in auto-commit, so that no transaction holds the outcomes; call setAutoCommit(false), or record without a connection");
            }
            return write(transaction, ready(transaction), sorted);
        });
    }

    private static int write(Connection connection, Ready known, List<Outcome> outcomes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(known.sql().insert())) {
            int waiting = 0;
            for (Outcome outcome : outcomes) {
                known.row().set(insert, outcome);
                insert.addBatch();
                if (++waiting == BATCH) {
                    insert.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                insert.executeBatch();
            }
            return outcomes.size();
        }
    }

    @Override
    public List<Outcome> after(String comparison, String eventId, int atMost) {
        if (atMost < LEAST_PAGE) {
            throw new IllegalArgumentException(
                    "a page of " + atMost + " outcomes may not hold both of an event; read 2 or more");
        }
        List<Outcome> page = ask("could not be read", () -> {
            Ready known = ready();
            return sessions.run(connection -> read(connection, known, comparison, eventId, atMost));
        });
        return page.size() == atMost && isCut(page) ? page.subList(0, atMost - 1) : page;
    }

    private static List<Outcome> read(Connection connection, Ready known, String comparison, String eventId, int atMost)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(known.sql().next())) {
            query.setString(1, comparison);
            query.setString(2, eventId);
            query.setInt(3, atMost);
            List<Outcome> page = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    page.add(known.row().read(row));
                }
            }
            return page;
        }
    }

    /** Whether the other side of the last event may come next. */
    private static boolean isCut(List<Outcome> page) {
        int last = page.size() - 1;
        return !page.get(last).eventId().equals(page.get(last - 1).eventId());
    }

    @Override
    public long forgetBefore(Instant time) {
        return ask("could not be tidied", () -> {
            Ready known = ready();
            Object edge = known.row().dialect().stored(time.truncatedTo(ChronoUnit.MICROS));
            long forgotten = 0;
            for (long page = -1; page != 0; forgotten += page) {
                page = sessions.inTransaction(connection -> forget(connection, known, edge));
            }
            return forgotten;
        });
    }

    private static long forget(Connection connection, Ready known, Object edge) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(known.sql().delete())) {
            long deleted = 0;
            for (Key event : old(connection, known, edge)) {
                delete.setString(1, event.comparison());
                delete.setString(2, event.eventId());
                delete.setObject(3, edge);
                deleted += delete.executeUpdate();
            }
            return deleted;
        }
    }

    private static Set<Key> old(Connection connection, Ready known, Object edge) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(known.sql().old())) {
            query.setObject(1, edge);
            query.setObject(2, edge);
            query.setInt(3, FORGOTTEN_AT_ONCE);
            Set<Key> events = new LinkedHashSet<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    events.add(new Key(row.getString(1), row.getString(2)));
                }
            }
            return events;
        }
    }

    private Ready ready() throws SQLException {
        Ready known = ready;
        return known == null ? sessions.run(this::ready) : known;
    }

    private Ready ready(Connection connection) throws SQLException {
        Ready known = ready;
        if (known == null) {
            tables.versioned().check(connection);
            Dialect dialect = Dialect.of(connection.getMetaData());
            known = new Ready(new Sql(dialect, tables.outcomes()), new Row(dialect));
            ready = known;
        }
        return known;
    }

    private <R> R ask(String what, Failures.Question<R> question) {
        return Failures.ask("the table of outcomes " + tables.outcomes() + " " + what, question);
    }

    /** The table's name. */
    @Override
    public String toString() {
        return "outcomes in the table " + tables.outcomes();
    }
}
