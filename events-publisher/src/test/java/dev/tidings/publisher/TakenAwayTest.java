package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The connection lives, and something else is taken away under load. */
class TakenAwayTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private FaultyProxy proxy;
    private Broker broker;
    private String exchange;
    private RawQueue queue;

    @BeforeEach
    void connect(TestInfo test) throws Exception {
        proxy = FaultyProxy.inFrontOf(rabbit.uri());
        broker = Broker.connect(proxy.through(rabbit.uri())).awaitConnected(Duration.ofSeconds(10));
        exchange = rabbit.name("taken-" + test.getDisplayName().hashCode());
        queue = new RawQueue(rabbit.uri(), exchange).boundTo(exchange, "topic", "#");
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        queue.close();
        proxy.close();
    }

    private static long millisUntilMore(Load load, String outcome) {
        long start = System.nanoTime();
        long before = load.told(outcome);
        await().atMost(Duration.ofSeconds(10)).until(() -> load.told(outcome) > before);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void where_confirms_are_lost_and_the_connection_lives_it_is_replaced() throws Exception {
        try (EventPublisher publisher =
                EventPublisher.to(exchange).deadline(Duration.ofSeconds(6)).open(broker)) {
            Load load = new Load(publisher).publish(100);
            assertThat(load.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 100));
            int before = proxy.accepted();

            // The next connection counts from one again.
            AtomicInteger dropped = new AtomicInteger();
            proxy.dropAcks(tag -> tag > 100 && dropped.incrementAndGet() > 0);
            long start = System.nanoTime();
            load.publish(100);

            assertThat(load.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 200));
            long recovery = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertThat(proxy.accepted()).isEqualTo(before + 1);
            assertThat(load.assertTruth("row 9, confirms dropped", dropped.get(), recovery, queue))
                    .as("a hundred sent again, since nobody said they had arrived")
                    .hasSize(300);
        }
    }

    @Test
    void a_binding_that_is_deleted_makes_events_unrouted_from_then_on() throws Exception {
        try (EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            Load load = new Load(publisher);
            long noticed = 0;
            try (Paced paced = new Paced(Duration.ofMillis(1), () -> load.publish(1))) {
                for (int i = 0; i < 3; i++) {
                    millisUntilMore(load, "ROUTED");
                    queue.channel().queueUnbind(exchange, exchange, "#");
                    noticed = Math.max(noticed, millisUntilMore(load, "UNROUTED"));
                    queue.boundTo(exchange, "topic", "#");
                }
                millisUntilMore(load, "ROUTED");
                paced.stop();
            }

            assertThat(load.outcomes(Duration.ofSeconds(10))).containsOnlyKeys("ROUTED", "UNROUTED");
            assertThat(load.assertTruth("row 11, binding deleted", 3, noticed, queue))
                    .containsExactlyInAnyOrderElementsOf(load.routed());
            assertThat(proxy.accepted()).as("connections").isEqualTo(2);
        }
    }

    @Test
    void an_exchange_that_is_deleted_is_declared_again_without_haste() throws Exception {
        try (Warnings warnings = new Warnings();
                EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            Load load = new Load(publisher);
            long recovery = 0;
            try (Paced paced = new Paced(Duration.ofMillis(1), () -> load.publish(1))) {
                for (int i = 0; i < 3; i++) {
                    millisUntilMore(load, "ROUTED");
                    queue.channel().exchangeDelete(exchange);
                    recovery = Math.max(recovery, millisUntilMore(load, "UNROUTED"));
                    queue.boundTo(exchange, "topic", "#");
                }
                millisUntilMore(load, "ROUTED");
                paced.stop();
            }

            assertThat(load.outcomes(Duration.ofSeconds(10))).containsOnlyKeys("ROUTED", "UNROUTED");
            load.assertTruth("row 13, exchange deleted", 3, recovery, queue);
            assertThat(proxy.accepted()).as("connections").isEqualTo(2);
            assertThat(warnings.lines())
                    .filteredOn(line -> line.contains("opening a new channel"))
                    .as("channels opened again")
                    .hasSize(3)
                    .allMatch(line -> line.contains("'" + exchange + "'"));
        }
    }
}
