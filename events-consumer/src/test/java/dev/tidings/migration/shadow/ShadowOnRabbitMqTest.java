package dev.tidings.migration.shadow;

import static dev.tidings.migration.Outcomes.COMPARISON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.internal.Queue;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.migration.Comparison;
import dev.tidings.migration.InMemoryOutcomeStore;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.OutcomeStore;
import dev.tidings.migration.Report;
import dev.tidings.migration.Side;
import dev.tidings.migration.Verdict.Kind;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import dev.tidings.migration.jdbc.OutcomeDatabase;
import dev.tidings.migration.shadow.Recording.Transactional;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A live group and its shadow on one exchange. */
class ShadowOnRabbitMqTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int EVENTS = 200;

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final InMemoryOutcomeStore store = new InMemoryOutcomeStore();
    private Broker broker;
    private String exchange;
    private String group;

    @BeforeEach
    void connect(TestInfo test) {
        String name = Integer.toHexString(test.getDisplayName().hashCode());
        exchange = rabbit.name("shop-" + name);
        group = rabbit.name("billing-" + name);
        for (String queue : List.of("", ".dead", ".alone", ".retry.1s", ".retry.10s", ".retry.1m", ".retry.10m")) {
            rabbit.alsoDelete(group + queue);
        }
        for (String queue : List.of("", ".alone", ".dropped")) {
            rabbit.alsoDelete(group + ".shadow.v2" + queue);
        }
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void start(ConsumerGroup.Spec spec) {
        spec.start(broker).awaitConsuming(Duration.ofSeconds(20));
    }

    private ConsumerGroup.Spec shadow(Recording recording) {
        return ConsumerGroup.shadow(group, "v2").observing(recording);
    }

    private void publish(int count) {
        try (EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            List<CompletableFuture<EventPublisher.Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                answers.add(publisher.publishAsync(DomainEvent.of("order.placed", "order_id", i)));
            }
            answers.forEach(CompletableFuture::join);
        }
    }

    private static void awaitOutcomes(OutcomeStore from, int count) {
        await().atMost(DEADLINE).until(() -> {
            AtomicInteger both = new AtomicInteger();
            Comparison.of(COMPARISON, from).forEach(verdict -> {
                if (verdict.oldSide().isPresent() && verdict.newSide().isPresent()) {
                    both.incrementAndGet();
                }
            });
            return both.get() >= count;
        });
    }

    @Test
    void both_sides_of_one_transactional_handler_are_the_same_and_only_the_live_one_has_effects() throws Exception {
        try (OutcomeDatabase database = OutcomeDatabase.postgresql()) {
            database.run("create table TABLE_bills (order_id bigint not null, total integer not null)");
            JdbcOutcomeStore outcomes = database.store().createTables();
            JdbcIdempotencyStore claims = JdbcIdempotencyStore.on(database.dataSource())
                    .table(database.named("TABLE_keys"))
                    .createTables();
            Transactional handler = (event, transaction, effects) -> bill(database, event, transaction);
            try (Recording old = Recording.liveInTransaction(COMPARISON, Side.OLD, outcomes);
                    Recording next = Recording.shadow(COMPARISON, outcomes).rollingBack(database.dataSource())) {
                start(ConsumerGroup.named(group)
                        .idempotency(claims)
                        .on(
                                exchange,
                                "order.*",
                                old.inTransaction(handler, (event, connection) -> billed(database, event, connection)))
                        .observing(old));
                start(shadow(next)
                        .on(
                                exchange,
                                "order.*",
                                next.inTransaction(
                                        handler, (event, connection) -> billed(database, event, connection))));

                publish(EVENTS);
                awaitOutcomes(outcomes, EVENTS);

                assertThat(old.lost() + next.lost()).isZero();
            }

            Report report = Comparison.of(COMPARISON, outcomes).ignoring("rows").report();
            assertThat(report.counts().of(Kind.SAME)).isEqualTo(EVENTS);
            assertThat(report.exitCode()).isZero();
            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(number(database, connection, "select count(*) from TABLE_bills"))
                        .isEqualTo(EVENTS);
            }
            broker.close();
            database.run("drop table TABLE_keys, TABLE_keys_version");
        }
    }

    private static void bill(OutcomeDatabase database, DomainEvent event, Connection transaction) throws SQLException {
        try (PreparedStatement insert =
                transaction.prepareStatement(database.named("insert into TABLE_bills values (?, 12)"))) {
            insert.setLong(1, event.longId("order_id"));
            insert.executeUpdate();
        }
    }

    /** The live bill may be there before the shadow's, so that rows are not compared. */
    private static Map<String, ?> billed(OutcomeDatabase database, DomainEvent event, Connection transaction)
            throws SQLException {
        long order = event.longId("order_id");
        return Map.of(
                "order",
                order,
                "total",
                number(database, transaction, "select max(total) from TABLE_bills where order_id = " + order),
                "rows",
                number(database, transaction, "select count(*) from TABLE_bills where order_id = " + order));
    }

    private static int number(OutcomeDatabase database, Connection connection, String sql) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(database.named(sql))) {
            assertThat(row.next()).isTrue();
            return row.getInt(1);
        }
    }

    @Test
    void a_shadow_that_throws_is_seen_and_the_live_group_goes_on() {
        try (Recording old = Recording.live(COMPARISON, Side.OLD, store);
                Recording next = Recording.shadow(COMPARISON, store)) {
            start(ConsumerGroup.named(group)
                    .on(exchange, "#", old.handling((event, effects) -> effects.tell("n", event.id("order_id")))));
            start(shadow(next).on(exchange, "#", next.handling((event, effects) -> {
                if (event.longId("order_id") % 10 == 3) {
                    throw new IllegalStateException("v2 cannot");
                }
                effects.tell("n", event.id("order_id"));
            })));

            publish(EVENTS);
            awaitOutcomes(store, EVENTS);
        }

        Report report = Comparison.of(COMPARISON, store).report();
        assertThat(report.counts().of(Kind.DIFFERENT)).isEqualTo(EVENTS / 10);
        assertThat(report.counts().of(Kind.SAME)).isEqualTo(EVENTS - EVENTS / 10);
        assertThat(report.text()).contains("IllegalStateException: v2 cannot");
    }

    @Test
    @Tag("slow")
    void what_a_slow_shadow_misses_is_known_to_the_report() throws Exception {
        int events = Queue.MOST_SHADOWED + 1_000;
        CountDownLatch awake = new CountDownLatch(1);
        try (Recording old = Recording.live(COMPARISON, Side.OLD, store);
                Recording next = Recording.shadow(COMPARISON, store)) {
            start(ConsumerGroup.named(group)
                    .on(exchange, "#", old.handling((event, effects) -> effects.tell("n", event.id("order_id")))));
            start(shadow(next).on(exchange, "#", next.handling((event, effects) -> {
                awake.await();
                effects.tell("n", event.id("order_id"));
            })));

            publish(events);
            awake.countDown();
            awaitOutcomes(store, events);
            assertThat(old.lost()).isZero();
        }

        Report report = Comparison.of(COMPARISON, store).report();
        System.out.println("dropped " + report.dropped());
        assertThat(report.dropped()).isBetween(400L, 600L);
        assertThat(report.counts().of(Kind.SAME)).isEqualTo(events - report.dropped());
        assertThat(report.counts().mismatches()).isZero();
        assertThat(store.after(COMPARISON, "", 10))
                .extracting(Outcome::comparison)
                .containsOnly(COMPARISON);
    }

    @Test
    void a_probe_records_the_old_side_of_a_system_that_cannot_be_changed() {
        try (Recording old = Recording.shadow(COMPARISON, Side.OLD, store);
                Recording next = Recording.shadow(COMPARISON, store)) {
            rabbit.alsoDelete(group + ".shadow.probe", group + ".shadow.probe.alone", group + ".shadow.probe.dropped");
            start(ConsumerGroup.shadow(group, "probe")
                    .mirror(
                            exchange,
                            "order.*",
                            old.probing(Duration.ofMillis(200), event -> Map.of("n", event.id("order_id"))))
                    .observing(old));
            start(shadow(next)
                    .on(exchange, "#", next.handling((event, effects) -> effects.tell("n", event.id("order_id")))));

            publish(EVENTS);
            awaitOutcomes(store, EVENTS);
        }

        Report report = Comparison.of(COMPARISON, store).report();
        assertThat(report.exitCode()).isZero();
        assertThat(report.oldSide().p50()).isNotNull();
    }
}
