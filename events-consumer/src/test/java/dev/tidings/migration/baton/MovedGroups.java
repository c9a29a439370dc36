package dev.tidings.migration.baton;

import static dev.tidings.consumer.Reaction.inTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Transport;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.process.DatabaseServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Two groups that run by a baton, under a stream of events: each event has one effect, on the side that had its entity. */
@Tag("slow")
@Timeout(300)
abstract class MovedGroups {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final int ENTITIES = 500;
    static final Force FORCE = Force.because("the test wants it");

    private final long seed = Long.getLong("tidings.seed", System.nanoTime());
    private final ConcurrentLinkedQueue<String> published = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final List<Broker> brokers = new ArrayList<>();
    private final DatabaseServer server;
    private BatonDatabase database;
    private MovedEffects effects;
    private String exchange;
    String group;
    String next;
    Baton baton;

    MovedGroups(DatabaseServer server) {
        this.server = server;
    }

    abstract String uri();

    /** A name that is free at the broker. */
    abstract String name(String word);

    @BeforeEach
    void open(TestInfo test) {
        System.out.println(getClass().getSimpleName() + ": -Dtidings.seed=" + seed);
        String suffix = Integer.toHexString(test.getDisplayName().hashCode());
        exchange = name("shop-" + suffix);
        group = name("billing-" + suffix);
        next = group + ".v2";
        database = new BatonDatabase(server);
        baton = Baton.of(group, database.pool())
                .table(database.database().table())
                .createTables();
        effects = new MovedEffects(database);
    }

    @AfterEach
    void close() throws InterruptedException {
        isOver.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        brokers.forEach(Broker::close);
        database.close();
    }

    final Broker broker() {
        Broker broker = Broker.connect(uri()).awaitConnected(SOON);
        brokers.add(broker);
        return broker;
    }

    final ConsumerGroup.Spec spec(String queue) {
        return ConsumerGroup.named(queue)
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                .idempotency(effects.store())
                .on(
                        exchange,
                        "order.*",
                        inTransaction((event, transaction) -> effects.add(transaction, event, queue, group)));
    }

    final ConsumerGroup run(String queue) {
        return baton.run(spec(queue), broker());
    }

    /** Publishes until it is over; some events twice. */
    final Future<?> publishing() {
        Random random = new Random(seed);
        Broker broker = broker();
        return threads.submit(() -> {
            try (EventPublisher shop = EventPublisher.to(exchange).open(broker)) {
                while (!isOver.get()) {
                    published.add(publishOne(shop, random));
                }
            }
            return null;
        });
    }

    /** An event, sometimes twice; its id. */
    static String publishOne(EventPublisher shop, Random random) {
        DomainEvent event = DomainEvent.of("order.placed", "order_id", random.nextInt(ENTITIES));
        shop.publish(event);
        if (random.nextInt(20) == 0) {
            shop.publish(event);
        }
        return event.eventId();
    }

    final void end(Future<?> stream) throws Exception {
        isOver.set(true);
        stream.get(30, TimeUnit.SECONDS);
    }

    final void awaitMore(String queue) {
        long before = effects.count(queue);
        await().atMost(SOON).until(() -> effects.count(queue) > before + 20);
    }

    final long depth(String queue) {
        try (QueueReader reader = Transport.of(brokers.get(0)).read(queue)) {
            return reader.depth();
        }
    }

    final void assertAllOnceAndOnTheRightSide() {
        await().atMost(SOON).until(() -> effects.count() >= published.size());
        assertThat(effects.events()).containsExactlyInAnyOrderElementsOf(published);
        assertThat(effects.onTheWrongSide(baton.log(), group, next)).isEmpty();
        assertThat(depth(group + ".dead")).isZero();
        assertThat(depth(next + ".dead")).isZero();
    }

    @Test
    void a_canary_a_rollback_a_cut_over_and_the_end_under_a_stream_of_events() throws Exception {
        ConsumerGroup old = run(group).awaitConsuming(SOON);
        Future<?> stream = publishing();
        awaitMore(group);
        ConsumerGroup fresh = run(next);
        assertThat(fresh.health().words()).contains("waits for the start of its migration");
        baton.start("v2");
        baton.noBackFill("it keeps nothing");
        fresh.awaitConsuming(SOON);
        await().atMost(SOON).until(() -> baton.status().inTheWay().isEmpty());

        baton.canary(10, GateTest.report(baton.status().group() + "/v2", 1, 1));
        awaitMore(next);
        awaitMore(group);
        baton.rollback();
        awaitMore(group);
        baton.cutOver(FORCE);
        awaitMore(next);
        System.out.println(baton.status().text());
        baton.finish();
        await().atMost(SOON).until(() -> baton.status().phase() == Phase.FINISHED);
        await().atMost(SOON).until(() -> old.health().state() == Health.State.DOWN);
        awaitMore(next);
        end(stream);

        assertAllOnceAndOnTheRightSide();
        assertThat(depth(group)).isZero();
        System.out.println(baton.status().text());
        assertThatThrownBy(() -> run(group))
                .isInstanceOf(BatonRefusedException.class)
                .hasMessageContaining("the migration away from it has ended, and " + next + " does its work");
    }

    @Test
    void two_instances_of_each_side_and_moves_at_random() throws Exception {
        Random random = new Random(seed);
        for (String queue : List.of(group, group)) {
            run(queue).awaitConsuming(SOON);
        }
        baton.start("v2");
        for (String queue : List.of(next, next)) {
            run(queue).awaitConsuming(SOON);
        }
        Future<?> stream = publishing();
        for (int i = 0; i < 10; i++) {
            switch (random.nextInt(4)) {
                case 0 -> baton.rollback();
                case 1 -> baton.cutOver(FORCE);
                default -> baton.canary(1 + random.nextInt(99), FORCE);
            }
            long before = effects.count();
            await().atMost(SOON).until(() -> effects.count() > before + 50);
        }
        end(stream);

        assertAllOnceAndOnTheRightSide();
    }
}
