package dev.tidings.tracking;

import static dev.tidings.tracking.TrackedExchange.SOON;
import static dev.tidings.tracking.TrackedExchange.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.events.Exchange;
import dev.tidings.testkit.broker.RabbitMq;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted is what was published. */
@Tag("slow")
@Timeout(120)
class EventTrackerTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    static List<Supplier<TrackerDatabase>> databases() {
        return List.of(TrackerDatabase::postgresql, TrackerDatabase::mariadb, TrackerDatabase::h2);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void several_instances_together_count_each_event_once(Supplier<TrackerDatabase> databases) throws Exception {
        System.out.println("EventTrackerTest: -Dtidings.seed=" + seed);
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "several", databases.get());
                Broker first = tracked.connect();
                Broker second = tracked.connect();
                Broker third = tracked.connect()) {
            for (Broker broker : List.of(first, second, third)) {
                tracked.start(broker);
            }

            tracked.traffic.publish(tracked.exchange, 20_000, 200, random);

            soon(() -> assertThat(tracked.database.byKey()).isEqualTo(tracked.traffic.published()));
            assertThat(tracked.database.grouped("exchange")).isEqualTo(Map.of(tracked.exchange, 20_000L));
            soon(() -> assertThat(tracked.traffic.depth(tracked.name)).isZero());
        }
    }

    @Test
    void each_exchange_counts_for_itself_and_a_fanout_counts_too() throws Exception {
        String fanout = rabbit.name("fanout");
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "topic", TrackerDatabase.h2());
                Broker broker = tracked.connect()) {
            tracked.spec().on(Exchange.fanout(fanout)).start(broker).awaitConsuming(SOON);

            tracked.traffic.publish(tracked.exchange, 3, "user.deleted");
            tracked.traffic.publish(fanout, 2, "user.deleted", "");

            soon(() -> assertThat(tracked.database.grouped("exchange"))
                    .isEqualTo(Map.of(tracked.exchange, 3L, fanout, 4L)));
            assertThat(tracked.database.byKey()).isEqualTo(tracked.traffic.published());
        }
    }

    @Test
    void an_event_counts_in_the_bucket_in_which_it_was_taken() throws Exception {
        TestClock clock = new TestClock("2026-11-02T10:04:59.999999999Z");
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "buckets", TrackerDatabase.postgresql());
                Broker broker = tracked.connect()) {
            tracked.spec().clock(clock).start(broker).awaitConsuming(SOON);

            tracked.traffic.publish(tracked.exchange, 7, "user.deleted");
            tracked.awaitAll();
            clock.set("2026-11-02T10:05:00Z");
            tracked.traffic.publish(tracked.exchange, 2, "user.deleted");
            tracked.awaitAll();

            assertThat(tracked.database.grouped("bucket"))
                    .isEqualTo(Map.of("2026-11-02 10:00:00", 7L, "2026-11-02 10:05:00", 2L));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void hostile_keys_are_counted_and_stop_nothing(Supplier<TrackerDatabase> databases) throws Exception {
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "hostile", databases.get());
                Broker broker = tracked.connect()) {
            tracked.start(broker);
            String drop = "'); drop table " + tracked.database.table() + "; --";
            String longest = "\u0001".repeat(255);

            tracked.traffic.publish(
                    tracked.exchange,
                    2,
                    "a\u0000b",
                    "a\u0007b",
                    longest,
                    drop,
                    "",
                    "..",
                    "\u20ac".repeat(85),
                    "(others)");

            String replaced = "\ufffd";
            soon(() -> assertThat(tracked.database.byKey())
                    .isEqualTo(Map.of(
                            "a" + replaced + "b",
                            4L,
                            replaced.repeat(255),
                            2L,
                            drop,
                            2L,
                            "",
                            2L,
                            "..",
                            2L,
                            "\u20ac".repeat(85),
                            2L,
                            "(others)",
                            2L)));
        }
    }

    @Test
    void keys_beyond_ten_thousand_in_a_bucket_are_one() throws Exception {
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "many", TrackerDatabase.postgresql());
                Broker broker = tracked.connect()) {
            EventTracker.named(tracked.name)
                    .on(tracked.exchange)
                    .into(tracked.database.dataSource())
                    .table(tracked.database.table())
                    .clock(new TestClock("2026-11-02T10:00:00Z"))
                    .start(broker)
                    .awaitConsuming(SOON);

            tracked.traffic.publish(
                    tracked.exchange,
                    1,
                    IntStream.range(0, 10_100).mapToObj(i -> "user." + i).toArray(String[]::new));
            tracked.awaitAll();

            Map<String, Long> counted = tracked.database.byKey();
            assertThat(counted).hasSize(10_001).containsEntry("(others)", 100L);
            assertThat(tracked.database.sum()).isEqualTo(10_100);
        }
    }

    /** A database that has no such character must not stop the tracker for whoever publishes one. */
    @Test
    void closing_stores_what_was_counted_and_leaves_the_rest_in_the_queue() throws Exception {
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "closing", TrackerDatabase.postgresql());
                Broker broker = tracked.connect()) {
            EventTracker tracker = tracked.start(broker);
            tracked.traffic.publish(tracked.exchange, 30_000, 20, random);

            tracker.close();
            tracker.close();

            assertThat(tracker.health()).isEqualTo(Health.down("closed"));
            long counted = tracked.database.sum();
            soon(() -> assertThat(counted + tracked.traffic.depth(tracked.name)).isGreaterThanOrEqualTo(30_000));
            tracked.start(broker);
            // A broker that is busy may forget the last acknowledgements of a channel.
            assertThat(tracked.settle("closed", 1).again()).isBetween(0L, (long) RunningTracker.PREFETCH);
        }
    }

    @Test
    void the_meter_names_a_thousand_keys_and_has_all_events() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Metrics.globalRegistry.add(registry);
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "meters", TrackerDatabase.h2());
                Broker broker = tracked.connect()) {
            tracked.start(broker);
            tracked.traffic.publish(tracked.exchange, 3, "user.deleted");
            tracked.awaitAll();
            tracked.traffic.publish(
                    tracked.exchange,
                    1,
                    IntStream.range(0, 1_050).mapToObj(i -> "user." + i).toArray(String[]::new));
            tracked.awaitAll();

            soon(() -> assertThat(registry.find("tidings.tracker.events")
                            .tag("exchange", tracked.exchange)
                            .counters())
                    .hasSize(1_001)
                    .satisfies(counters -> assertThat(counters.stream()
                                    .mapToDouble(counter -> counter.count())
                                    .sum())
                            .isEqualTo(1_053)));
            assertThat(registry.get("tidings.tracker.events")
                            .tags("exchange", tracked.exchange, "routing.key", "user.deleted")
                            .counter()
                            .count())
                    .isEqualTo(3);
            assertThat(registry.get("tidings.tracker.events")
                            .tags("exchange", tracked.exchange, "routing.key", "(others)")
                            .counter()
                            .count())
                    .isEqualTo(51);
        } finally {
            Metrics.globalRegistry.remove(registry);
        }
    }

    @Test
    void what_cannot_work_is_refused_with_the_way_out() throws Exception {
        EventTracker.Spec spec = EventTracker.named("tracker");

        assertThatThrownBy(() -> EventTracker.named("a b")).hasMessageContaining("'a b' cannot name a tracker");
        assertThatThrownBy(() -> spec.on(Exchange.direct("jobs"))).hasMessageContaining("'jobs' is a direct exchange");
        assertThatThrownBy(() -> spec.on(Exchange.headers("old"))).hasMessageContaining("'old' is a headers exchange");
        assertThatThrownBy(() -> spec.on("users").on(Exchange.fanout("users")))
                .hasMessageContaining("on exchange 'users' already");
        assertThatThrownBy(() -> spec.every(Duration.ofMillis(1_500))).hasMessageContaining("buckets of PT1.5S");
        assertThatThrownBy(() -> spec.every(Duration.ZERO)).hasMessageContaining("from a second to a day");
        assertThatThrownBy(() -> spec.every(Duration.ofDays(2))).hasMessageContaining("from a second to a day");
        assertThatThrownBy(() -> spec.keep(Duration.ofMinutes(1))).hasMessageContaining("keep them for longer");
        assertThatThrownBy(() -> spec.on("users").ddl()).hasMessageContaining("into(dataSource)");
        try (TrackerDatabase database = TrackerDatabase.h2();
                Broker broker = Broker.connect("amqp://127.0.0.1:1")) {
            assertThatThrownBy(() -> spec.into(database.dataSource()).start(broker))
                    .hasMessageContaining("on(exchange)");
            assertThatThrownBy(() -> spec.on("users")
                            .into(database.dataSource())
                            .table("not_there")
                            .start(broker))
                    .hasMessageContaining("createTables()");
        }
        assertThat(spec.on("users").on("shop"))
                .hasToString("tracker tracker: users/#, shop/#; by PT5M, kept for PT2160H, in tidings_tracked");
    }
}
