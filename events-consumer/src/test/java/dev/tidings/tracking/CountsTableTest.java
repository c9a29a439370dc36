package dev.tidings.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.TidingsException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Counts that many trackers add to one table, on each database. */
class CountsTableTest {
    private static final long BUCKET = Instant.parse("2026-11-02T10:00:00Z").getEpochSecond();

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());

    static List<Supplier<TrackerDatabase>> databases() {
        return List.of(TrackerDatabase::postgresql, TrackerDatabase::mariadb, TrackerDatabase::h2);
    }

    private static Count count(long bucket, String routingKey, long events) {
        return new Count(new Slot(bucket, new Kind("users", routingKey)), events);
    }

    private static CountsTable.Total total(String routingKey, long events, long lastBucket) {
        return new CountsTable.Total(new Kind("users", routingKey), events, lastBucket);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void counts_are_added_to_what_is_there(Supplier<TrackerDatabase> databases) throws Exception {
        try (TrackerDatabase database = databases.get()) {
            CountsTable table = database.counts();

            table.add(List.of(count(BUCKET, "a", 1), count(BUCKET, "b", 2)));
            table.add(List.of(count(BUCKET, "b", 3), count(BUCKET + 300, "a", 10)));

            assertThat(table.totals(BUCKET, 10)).containsExactly(total("a", 11, BUCKET + 300), total("b", 5, BUCKET));
            assertThat(table.totals(BUCKET + 1, 10)).containsExactly(total("a", 10, BUCKET + 300));
            assertThat(table.totals(BUCKET, 1)).containsExactly(total("a", 11, BUCKET + 300));
        }
    }

    /** Space at the end, case, marks and beyond the basic plane: what a collation may take for equal. */
    @ParameterizedTest
    @MethodSource("databases")
    void keys_are_told_apart_by_each_character_and_fit_at_their_longest(Supplier<TrackerDatabase> databases)
            throws Exception {
        List<String> keys = List.of(
                "", " ", "a", "a ", "A", "á", "a\u0301", "\ufffd".repeat(255), "\ud83d\ude00".repeat(63), "'; drop");
        try (TrackerDatabase database = databases.get()) {
            CountsTable table = database.counts();
            List<Count> counts = keys.stream().map(key -> count(BUCKET, key, 1)).toList();

            table.add(counts);
            table.add(counts);

            assertThat(table.totals(BUCKET, 100)).hasSize(keys.size()).allSatisfy(total -> {
                assertThat(total.events()).isEqualTo(2);
                assertThat(keys).contains(total.kind().routingKey());
            });
        }
    }

    /** In the night when it is half past two twice, a column with a time zone would have one bucket for both. */
    @ParameterizedTest
    @MethodSource("databases")
    void buckets_are_the_same_in_every_time_zone(Supplier<TrackerDatabase> databases) throws Exception {
        long first = Instant.parse("2026-10-25T00:30:00Z").getEpochSecond();
        long second = Instant.parse("2026-10-25T01:30:00Z").getEpochSecond();
        long spring = Instant.parse("2026-03-29T02:30:00Z").getEpochSecond();
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try (TrackerDatabase database = databases.get()) {
            CountsTable table = database.counts();

            table.add(List.of(count(spring, "s", 1), count(first, "a", 1), count(second, "b", 1)));

            assertThat(table.totals(0, 10))
                    .containsExactlyInAnyOrder(total("s", 1, spring), total("a", 1, first), total("b", 1, second));
            assertThat(database.grouped("cast(bucket as char(19))").keySet())
                    .allMatch(bucket -> bucket.matches("2026-(10-25 0[01]|03-29 02):30:00.*"));
            assertThat(table.totals(second, 10)).containsExactly(total("b", 1, second));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void trackers_that_add_at_the_same_time_add_up(Supplier<TrackerDatabase> databases) throws Exception {
        System.out.println("CountsTableTest: -Dtidings.seed=" + seed);
        int trackers = 4;
        int rounds = Integer.getInteger("tidings.rounds", 100);
        AtomicInteger again = new AtomicInteger();
        try (TrackerDatabase database = databases.get()) {
            CountsTable table = database.counts();
            ExecutorService executor = Executors.newFixedThreadPool(trackers);
            List<Callable<Long>> adding = new ArrayList<>();
            for (int i = 0; i < trackers; i++) {
                Random random = new Random(seed + i);
                adding.add(() -> {
                    long added = 0;
                    for (int round = 0; round < rounds; round++) {
                        // Buckets begin under way, so that rows are new to some, and there for others.
                        long bucket = BUCKET + round / 5;
                        List<Count> counts = IntStream.range(0, 60)
                                .filter(key -> random.nextBoolean())
                                .mapToObj(key -> count(bucket, "key-" + (100 + key), 1 + random.nextInt(9)))
                                .toList();
                        added += counts.stream().mapToLong(Count::events).sum();
                        again.addAndGet(addUntilItWorks(table, counts));
                    }
                    return added;
                });
            }
            long added = 0;
            for (Future<Long> each : executor.invokeAll(adding)) {
                added += each.get();
            }
            executor.shutdown();

            System.out.printf(
                    "tracker: %d additions by %d on %s, tried again %d times%n",
                    trackers * rounds, trackers, database.url().split(":", 3)[1], again.get());
            assertThat(database.sum()).isEqualTo(added);
        }
    }

    /** How often it was tried again. */
    private static int addUntilItWorks(CountsTable table, List<Count> counts) throws SQLException {
        for (int again = 0; ; again++) {
            try {
                table.add(counts);
                return again;
            } catch (SQLException e) {
                if (!Sql.isContention(e) || again == 100) {
                    throw e;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void old_buckets_are_deleted_some_at_a_time_and_no_others(Supplier<TrackerDatabase> databases) throws Exception {
        try (TrackerDatabase database = databases.get()) {
            CountsTable table = database.counts();
            for (int bucket = 0; bucket < 30; bucket++) {
                long start = BUCKET + 60L * bucket;
                table.add(IntStream.range(0, 100)
                        .mapToObj(key -> count(start, "key-" + (100 + key), 1))
                        .toList());
            }

            List<Integer> deleted = new ArrayList<>();
            do {
                deleted.add(table.deleteSomeBefore(BUCKET + 60 * 25));
            } while (deleted.get(deleted.size() - 1) > 0);

            assertThat(deleted).containsExactly(1_100, 1_100, 300, 0);
            assertThat(table.totals(0, 1_000)).hasSize(100).allMatch(total -> total.events() == 5);
            assertThat(table.deleteSomeBefore(BUCKET)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void missing_tables_are_named_with_the_way_to_make_them(Supplier<TrackerDatabase> databases) throws Exception {
        try (TrackerDatabase database = databases.get()) {
            CountsTable table = new CountsTable(database.dataSource(), database.tables());
            Schema schema = new Schema(database.tables());

            assertThatThrownBy(table::check)
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContainingAll(database.table(), "createTables()", "ddl()");
            assertThatThrownBy(() -> table.totals(0, 1)).hasMessageContainingAll(database.table(), "createTables()");
            assertThat(schema.ddl(database.dataSource()).toLowerCase(Locale.ROOT))
                    .contains("create table if not exists " + database.table() + " (");
            schema.create(database.dataSource());
            assertThat(table.check()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tables_of_another_version_are_refused(Supplier<TrackerDatabase> databases) {
        try (TrackerDatabase database = databases.get()) {
            CountsTable table = database.counts();
            database.run("update TABLE_version set version = 2");

            assertThatThrownBy(table::check)
                    .hasMessageContainingAll("of version 2", "newer version of events-consumer");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void many_may_make_the_tables_at_the_same_time(Supplier<TrackerDatabase> databases) throws Exception {
        try (TrackerDatabase database = databases.get()) {
            ExecutorService executor = Executors.newFixedThreadPool(4);
            List<Callable<CountsTable>> making = IntStream.range(0, 4)
                    .mapToObj(i -> (Callable<CountsTable>) database::counts)
                    .toList();
            for (Future<CountsTable> made : executor.invokeAll(making)) {
                assertThat(made.get().check()).isEmpty();
            }
            executor.shutdown();

            assertThat(database.number("select count(*) from TABLE_version")).isEqualTo(1);
        }
    }

    @Test
    void a_database_that_cannot_be_reached_says_nothing_about_its_tables_and_no_password() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://127.0.0.1:1/test");
        nowhere.setUser("postgres");
        nowhere.setPassword("swordfish");

        assertThat(new CountsTable(nowhere, new Tables(Tables.DEFAULT)).check())
                .hasValueSatisfying(outage -> assertThat(outage.toString()).doesNotContain("swordfish"));
    }

    @Test
    void a_name_that_is_no_name_of_a_table_is_refused() {
        assertThatThrownBy(() -> new Tables("x; drop table y")).hasMessageContaining("cannot be the name");
        assertThat(new Tables("ops.counts").in("create table tidings_tracked_version"))
                .isEqualTo("create table ops.counts_version");
    }
}
