package dev.tidings.migration.shadow;

import static dev.tidings.consumer.Reaction.inTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Handled;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.migration.jdbc.OutcomeDatabase;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A shadow that is killed and one that is slow, beside a live group on the same tables. {@code -Dtidings.kills=100} for the long form. */
@Tag("slow")
@Timeout(1_200)
class KilledShadowTest {
    private static final int KILLS = Integer.getInteger("tidings.kills", 4);
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final Random random = new Random(seed());
    private final OutcomeDatabase database = OutcomeDatabase.postgresql();
    private final String exchange = rabbit.name("shop");
    private final String group = rabbit.name("billing");
    private final ShadowChild.Place place =
            new ShadowChild.Place(rabbit.uri(), exchange, group, database.named("TABLE"));
    private final ConcurrentLinkedQueue<Handled.Verdict> verdicts = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> published = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private Broker broker;

    private static long seed() {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("KilledShadowTest: -Dtidings.seed=" + seed);
        return seed;
    }

    @BeforeEach
    void startLive() {
        for (String queue : List.of("", ".dead", ".alone", ".retry.1s", ".retry.10s", ".retry.1m", ".retry.10m")) {
            rabbit.alsoDelete(group + queue);
        }
        for (String queue : List.of("", ".alone", ".dropped")) {
            rabbit.alsoDelete(group + ".shadow.v2" + queue);
        }
        database.run("create table TABLE_bills (event_id varchar(100) not null, side varchar(10) not null)");
        database.store().createTables();
        broker = Broker.connect(rabbit.uri()).awaitConnected(SOON);
        JdbcIdempotencyStore claims = JdbcIdempotencyStore.on(database.dataSource())
                .table(database.named("TABLE_keys"))
                .createTables();
        ConsumerGroup.named(group)
                .idempotency(claims)
                .on(
                        exchange,
                        "#",
                        inTransaction((event, transaction) -> ShadowChild.bill(place, event, transaction, "live")))
                .observing(handled -> verdicts.add(handled.verdict()))
                .start(broker)
                .awaitConsuming(SOON);
    }

    private void endPublishing() throws InterruptedException {
        isOver.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void close() throws InterruptedException {
        endPublishing();
        broker.close();
        database.run("drop table TABLE_keys, TABLE_keys_version");
        database.close();
    }

    private void publish() {
        threads.execute(() -> {
            try (EventPublisher shop = EventPublisher.to(exchange).open(broker)) {
                for (int i = 0; !isOver.get(); i++) {
                    DomainEvent event = DomainEvent.of("order.placed", "order_id", i);
                    shop.publish(event);
                    published.add(event.eventId());
                }
            }
        });
    }

    private void awaitMore(int events) {
        int until = verdicts.size() + events;
        await().atMost(SOON).until(() -> verdicts.size() >= until);
    }

    private Map<String, Integer> bills() throws SQLException {
        Map<String, Integer> bills = new TreeMap<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(database.named("select event_id, side from TABLE_bills"))) {
            while (row.next()) {
                assertThat(row.getString(2)).isEqualTo("live");
                bills.merge(row.getString(1), 1, Integer::sum);
            }
        }
        return bills;
    }

    private void assertLiveKnowsNothingOfIt() throws Exception {
        endPublishing();
        await().atMost(SOON).until(() -> verdicts.size() >= published.size() && bills().size() >= published.size());
        Map<String, Integer> bills = bills();
        assertThat(bills.keySet()).containsExactlyInAnyOrderElementsOf(published);
        assertThat(bills.values()).containsOnly(1);
        assertThat(verdicts).containsOnly(Handled.Verdict.DONE);
        System.out.printf("63: %,d live events, each billed once; leaked 0%n", published.size());
    }

    @Test
    void killed_at_any_moment_it_leaves_nothing_behind() throws Exception {
        publish();
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm shadow = place.start(Duration.ZERO)) {
                awaitMore(1 + random.nextInt(500));
                shadow.kill();
            }
        }
        assertLiveKnowsNothingOfIt();
    }

    @Test
    void slow_or_frozen_it_holds_up_nobody() throws Exception {
        publish();
        try (ChildJvm slow = place.start(Duration.ofSeconds(2));
                ChildJvm frozen = place.start(Duration.ZERO)) {
            awaitMore(200);
            frozen.signal("STOP");
            awaitMore(500);
            assertThat(slow.isAlive() && frozen.isAlive()).isTrue();
            assertLiveKnowsNothingOfIt();
        }
    }
}
