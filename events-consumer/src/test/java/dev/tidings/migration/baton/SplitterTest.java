package dev.tidings.migration.baton;

import static dev.tidings.consumer.Reaction.inTransaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.migration.MigrationDatabase;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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

/** An old system that cannot be changed, and a group that stands before its queue. */
@Tag("slow")
@Timeout(180)
class SplitterTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Force FORCE = Force.because("the old side knows of no baton");
    private static final int ENTITIES = 100;

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final BatonDatabase database = new BatonDatabase(MigrationDatabase.h2());
    private final MovedEffects effects = new MovedEffects(database);
    private final Set<String> published = ConcurrentHashMap.newKeySet();
    private final Map<Long, Long> firstOfNew = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final String exchange = rabbit.name("shop");
    private final String group = rabbit.name("billing");
    private final String worker = rabbit.name("billing_worker_q");
    private Broker broker;
    private ForeignConsumer old;
    private Baton baton;

    @BeforeEach
    void open() throws Exception {
        for (String queue : List.of(group, group + ".v2")) {
            rabbit.alsoDelete(queue, queue + ".dead", queue + ".alone");
            for (String delay : List.of("1s", "10s", "1m", "10m")) {
                rabbit.alsoDelete(queue + ".retry." + delay);
            }
        }
        broker = Broker.connect(rabbit.uri()).awaitConnected(SOON);
        old = new ForeignConsumer(rabbit.uri(), exchange, "order.*", worker);
        baton = Baton.of(group, database.pool())
                .table(database.database().table())
                .createTables();
    }

    @AfterEach
    void close() throws Exception {
        isOver.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        broker.close();
        old.close();
        database.close();
    }

    private ConsumerGroup split() {
        ConsumerGroup.Spec before = ConsumerGroup.named(group).on(exchange, "order.*", event -> {
            throw new IllegalStateException("a splitter calls no handler");
        });
        return baton.split(before, worker, Duration.ofMillis(500), broker).awaitConsuming(SOON);
    }

    private void startNew() {
        baton.run(
                ConsumerGroup.named(group + ".v2")
                        .idempotency(effects.store())
                        .on(exchange, "order.*", inTransaction((event, transaction) -> {
                            firstOfNew.putIfAbsent(event.longId("order_id"), System.nanoTime());
                            effects.add(transaction, event, group + ".v2", group);
                        })),
                broker);
    }

    private void publish() {
        CountDownLatch begun = new CountDownLatch(1);
        threads.execute(() -> {
            try (EventPublisher shop = EventPublisher.to(exchange).open(broker)) {
                for (int i = 0; !isOver.get(); i++) {
                    DomainEvent event = DomainEvent.of("order.placed", "order_id", i % ENTITIES);
                    shop.publish(event);
                    published.add(event.eventId());
                    begun.countDown();
                }
            }
        });
        await().atMost(SOON).until(() -> begun.getCount() == 0);
    }

    private Set<String> arrived() {
        Set<String> all = new HashSet<>(effects.events());
        old.taken().forEach(taken -> all.add(taken.eventId()));
        return all;
    }

    private void awaitAllArrived() {
        await().atMost(SOON).untilAsserted(() -> assertThat(arrived()).containsAll(published));
    }

    @Test
    void an_entity_goes_over_once_the_old_queue_is_empty_and_nothing_is_lost() {
        publish();
        split();
        baton.start("v2");
        startNew();
        await().atMost(SOON).until(() -> old.taken().size() > 200);

        baton.canary(50, FORCE);

        await().atMost(SOON).until(() -> effects.count() > 500);
        isOver.set(true);
        awaitAllArrived();
        Map<Long, Long> lastOfOld = new HashMap<>();
        old.taken().forEach(taken -> lastOfOld.merge(order(taken), taken.at(), Math::max));
        assertThat(firstOfNew)
                .isNotEmpty()
                .allSatisfy((order, first) -> assertThat(lastOfOld.get(order))
                        .as("the last of order %s on the old side", order)
                        .isLessThan(first));
        assertThat(old.taken()).allMatch(taken -> taken.routingKey().equals("order.placed"));
    }

    private static long order(ForeignConsumer.Taken taken) {
        return Long.parseLong(taken.body().replaceAll("\\D", ""));
    }

    @Test
    void all_goes_back_after_a_rollback_and_over_for_good_at_the_end() {
        publish();
        split();
        baton.start("v2");
        startNew();
        baton.cutOver(FORCE);
        await().atMost(SOON).until(() -> effects.count() > 200);

        baton.rollback();
        int before = old.taken().size();
        await().atMost(SOON).until(() -> old.taken().size() > before + 200);
        baton.cutOver(FORCE);
        await().atMost(SOON)
                .until(() -> baton.status().inTheWay().stream().noneMatch(way -> way.contains("no working")));
        baton.finish(FORCE);

        await().atMost(SOON).until(() -> baton.status().phase() == Phase.FINISHED);
        int last = old.taken().size();
        long made = effects.count();
        await().atMost(SOON).until(() -> effects.count() > made + 200);
        isOver.set(true);
        awaitAllArrived();
        assertThat(old.taken()).hasSize(last);
    }

    @Test
    void what_cannot_be_read_goes_to_the_old_side() throws Exception {
        split();
        try (Connection connection = connection();
                Channel channel = connection.createChannel()) {
            channel.basicPublish(exchange, "order.placed", null, "no JSON".getBytes(UTF_8));

            await().atMost(SOON).until(() -> !old.taken().isEmpty());
        }
        assertThat(old.taken().element().body()).isEqualTo("no JSON");
    }

    private static Connection connection() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        return factory.newConnection("producer");
    }
}
