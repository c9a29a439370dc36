package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that waits for three seconds for an acknowledgement, and handlers that take longer. */
@Tag("slow")
@Timeout(300)
class AckTimeoutTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(60);

    private static RabbitMqNode node;

    private final Logged log = Logged.from(Level.WARN);

    @BeforeAll
    static void start() {
        node = RabbitMqNode.start();
        node.evaluate("application:set_env(rabbit, consumer_timeout, " + PATIENCE.toMillis() + "),"
                + " application:set_env(rabbit, channel_tick_interval, 200),"
                + " application:set_env(rabbit, quorum_tick_interval, 200), ok.");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    private boolean isChannelRenewed() {
        return log.lines().stream().anyMatch(line -> line.contains("opening a new channel"));
    }

    /** As a handler that takes no notice of an interrupt. */
    private static void stuck(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void an_event_that_the_broker_gives_up_waiting_for_has_its_effect_once_and_the_channel_is_renewed()
            throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Ledger ledger = Ledger.open(node)) {
            Place place = ledger.place();
            long since;
            try (HikariDataSource pool = place.pool();
                    Broker broker = Broker.connect(node.uri());
                    ConsumerGroup group = place.transactional(place.store(pool), (event, connection) -> {
                                if (calls.incrementAndGet() == 1) {
                                    stuck(PATIENCE.multipliedBy(3));
                                }
                                place.write(event, connection);
                            })
                            .start(broker)) {
                group.awaitConsuming(SOON);
                since = System.nanoTime();
                ledger.publish(20);
                await().atMost(SOON).until(this::isChannelRenewed);
                ledger.publish(20);
                ledger.awaitEffects(40);
            }
            Ledger.Figures figures = ledger.settle(
                    "47, on RabbitMQ " + node.version(),
                    1,
                    since,
                    place.transactional(place.store(ledger.pool()), place::write));
            assertThat(figures).isEqualTo(new Ledger.Figures(40, 0, 0, 0));
        }
    }

    @Test
    void a_handler_is_interrupted_before_the_broker_gives_up() throws Exception {
        Queue<Handled> observed = new ConcurrentLinkedQueue<>();
        try (Ledger ledger = Ledger.open(node);
                Broker broker = Broker.connect(node.uri());
                ConsumerGroup group = ConsumerGroup.named(ledger.place().group())
                        .on(
                                ledger.place().exchange(),
                                "#",
                                event -> Thread.currentThread().join())
                        .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                        .ackTimeout(PATIENCE)
                        .observing(observed::add)
                        .start(broker)) {
            group.awaitConsuming(SOON);
            ledger.publish(1);
            await().atMost(SOON).until(() -> observed.size() == 2);

            assertThat(observed)
                    .extracting(Handled::verdict)
                    .containsExactly(Handled.Verdict.RETRY_LATER, Handled.Verdict.DEAD);
            assertThat(observed)
                    .extracting(handled -> handled.failure().orElseThrow())
                    .hasOnlyElementsOfType(HandlerTimeoutException.class);
            assertThat(ledger.depth(ledger.place().deadQueue())).isEqualTo(1);
            assertThat(isChannelRenewed()).isFalse();
        }
    }

    @Test
    void deliveries_that_wait_for_slow_handlers_go_back_before_the_broker_gives_up() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Ledger ledger = Ledger.open(node);
                Broker broker = Broker.connect(node.uri());
                ConsumerGroup group = ConsumerGroup.named(ledger.place().group())
                        .on(ledger.place().exchange(), "#", event -> {
                            stuck(PATIENCE.dividedBy(10));
                            calls.incrementAndGet();
                        })
                        .concurrency(1)
                        .ackTimeout(PATIENCE)
                        .start(broker)) {
            group.awaitConsuming(SOON);
            ledger.publish(20);
            await().atMost(SOON).until(() -> calls.get() >= 20);
            await().atMost(SOON).until(() -> group.health().words().contains(" 0 events at hand"));

            assertThat(calls).hasValue(20);
            assertThat(ledger.depth(ledger.place().deadQueue())).isZero();
            assertThat(isChannelRenewed()).isFalse();
        }
    }
}
