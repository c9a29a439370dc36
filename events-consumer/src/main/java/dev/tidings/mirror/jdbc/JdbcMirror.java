package dev.tidings.mirror.jdbc;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.jdbc.internal.Failures;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.mirror.Change;
import dev.tidings.mirror.Copy;
import dev.tidings.mirror.MirrorTarget;
import dev.tidings.owner.EntityKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Copies in a table of yours, one row for an entity: its ids, a column for each component of the record, and {@code incarnation},
 * {@code version}, {@code state} ({@code present}, {@code removed} or {@code missing}) and {@code changed_at} by the database's clock.
 * Read it with {@code where state = 'present'}.
 *
 * <pre>{@code
 * JdbcMirror<Profile> profiles = JdbcMirror.table("profiles", Profile.class, dataSource).keyedBy("user_id").createTables();
 * }</pre>
 *
 * <p>A component {@code countryCode} is the column {@code country_code}. Text, numbers, booleans, {@code Instant} (to the microsecond; in
 * UTC on MariaDB), {@code LocalDate}, {@code UUID} and enums (by name) have a column of their type; anything else is JSON, written by
 * Jackson. All are null while the entity is gone. A component that is also an id is stored once, as the id.
 *
 * <p>Each change is compared with its row and written in one step, however many processes do so. A hundred are one statement on
 * PostgreSQL, and on the others a transaction of a query and one or two batches; a pool without auto-commit, in READ COMMITTED, saves
 * round trips there. Deadlocks are tried again. A value that the database cannot hold fails all changes of its statement. More than 500
 * changes are several statements: if one fails, those before it are written.
 *
 * <p>The table comes from {@link #createTables} or {@link #ddl}. Types, lengths, indexes and further columns that may be null are yours to
 * choose; the primary key must be the ids. Failures are {@link dev.tidings.consumer.UnavailableException} if the database cannot be
 * reached, and else {@link dev.tidings.events.TidingsException}. Immutable and safe for use by many threads; a setting makes another
 * mirror.
 *
 * @param <T> what the owner answers
 */
public final class JdbcMirror<T extends Record> implements MirrorTarget<T> {
    private final Layout<T> layout;
    private final Sessions sessions;
    private volatile @Nullable Ready<T> ready;

    /** What is known once the database was reached and its table was right. */
    private record Ready<T extends Record>(Reading reading, Writing<T> writing, Forgetting forgetting) {}

    private JdbcMirror(Layout<T> layout, Sessions sessions) {
        this.layout = layout;
        this.sessions = sessions;
    }

    /**
     * On connections of a pool.
     *
     * @param name of the table: letters, digits and {@code _}, at most 40, after a schema and a dot if need be
     * @throws IllegalArgumentException if the name, or a component's, cannot be one in a database
     */
    public static <T extends Record> JdbcMirror<T> table(String name, Class<T> type, DataSource dataSource) {
        return new JdbcMirror<>(Layout.of(name, type), new Sessions(dataSource));
    }

    /** These ids of events, which are text, are part of the primary key, after those that were named before. */
    @CheckReturnValue
    public JdbcMirror<T> keyedBy(String id, String... more) {
        return with(Kind.KEY, id, more);
    }

    /** The same for ids that are whole numbers, such as {@code 42} and never {@code 042}; their columns are {@code bigint}. */
    @CheckReturnValue
    public JdbcMirror<T> keyedByNumber(String id, String... more) {
        return with(Kind.BIGINT, id, more);
    }

    private JdbcMirror<T> with(Kind kind, String id, String... more) {
        return new JdbcMirror<>(
                layout.and(kind, Stream.concat(Stream.of(id), Stream.of(more)).toList()), sessions);
    }

    /** The statements that make the table, for the database that this is on. */
    public String ddl() {
        return ask("cannot be described", connection -> schema(connection).ddl());
    }

    /**
     * Makes the table where it is not there, which needs the right to, and returns this mirror.
     *
     * @throws dev.tidings.events.TidingsException if it is there and lacks a column; the message says what to do
     */
    public JdbcMirror<T> createTables() {
        return ask("could not be made", connection -> {
            Schema schema = schema(connection);
            schema.create(connection);
            schema.check(connection);
            return this;
        });
    }

    private Schema schema(Connection connection) throws SQLException {
        return new Schema(Table.on(connection, layout));
    }

    @Override
    public Map<EntityKey, Copy> known(Collection<EntityKey> entities) {
        Map<EntityKey, Copy> known = new HashMap<>();
        if (entities.isEmpty()) {
            return known;
        }
        List<EntityKey> distinct = entities.stream().distinct().toList();
        return ask("could not be read", connection -> {
            Reading reading = ready(connection).reading();
            for (List<EntityKey> some : Chunks.of(distinct, layout.keys().list().size())) {
                known.putAll(reading.known(connection, some, ""));
            }
            return known;
        });
    }

    @Override
    public List<Change<T>> apply(List<Change<T>> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        Set<EntityKey> entities = new HashSet<>();
        changes.forEach(change -> refuseTwice(change, entities));
        try {
            Writing<T> writing = ready().writing();
            Set<EntityKey> written = new HashSet<>();
            for (List<Change<T>> some : Chunks.of(sorted(changes), layout.parameters())) {
                written.addAll(writing.write(sessions, some));
            }
            return changes.stream()
                    .filter(change -> !written.contains(change.entity()))
                    .toList();
        } catch (SQLException e) {
            throw failure("could not be written", e);
        }
    }

    private static void refuseTwice(Change<?> change, Set<EntityKey> seen) {
        if (!seen.add(change.entity())) {
            throw new IllegalArgumentException("two changes of " + change.entity()
                    + " cannot be applied together, since they have no order; apply one after the other");
        }
    }

    private List<Change<T>> sorted(List<Change<T>> changes) {
        return changes.stream()
                .sorted(Comparator.comparing(Change::entity, layout.keys().order()))
                .toList();
    }

    @Override
    public List<Copy> present(Optional<EntityKey> after, int atMost) {
        return ask(
                "could not be read", connection -> ready(connection).reading().present(connection, after, atMost));
    }

    /**
     * Deletes at most 1,000 marks that were written longer ago, by the database's clock. PostgreSQL has an index of marks; the others read
     * the table.
     */
    @Override
    public int forget(Duration olderThan) {
        return ask(
                "could not be tidied",
                connection -> ready(connection).forgetting().page(connection, olderThan));
    }

    /**
     * Looks whether the table is as it must be, for mains that prefer to fail early.
     *
     * @throws dev.tidings.events.TidingsException if it is not there or lacks a column; the message says what to do
     */
    public void check() {
        Ready<T> unused = ask("could not be read", this::ready);
    }

    private Ready<T> ready() throws SQLException {
        Ready<T> known = ready;
        return known == null ? sessions.run(this::ready) : known;
    }

    private Ready<T> ready(Connection connection) throws SQLException {
        Ready<T> known = ready;
        if (known == null) {
            Table<T> table = Table.on(connection, layout);
            new Schema(table).check(connection);
            known = new Ready<>(new Reading(table), Writing.on(table), new Forgetting(table));
            ready = known;
        }
        return known;
    }

    private <R> R ask(String what, Sessions.Work<R> work) {
        try {
            return sessions.run(work);
        } catch (SQLException e) {
            throw failure(what, e);
        }
    }

    private RuntimeException failure(String what, SQLException cause) {
        return Failures.inWords("the mirror's table " + layout.table() + " " + what, cause);
    }

    /** The table's name, and what it is keyed by. */
    @Override
    public String toString() {
        return "copies in the table " + layout.table() + ", keyed by "
                + layout.keys().columns();
    }
}
