package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.testkit.broker.PrivateNode;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Under load, a broker goes and comes back without being killed. */
@Tag("slow")
class RestartedBrokerTest {
    private static RabbitMqNode node;

    @BeforeAll
    static void boot() {
        node = PrivateNode.shared();
    }

    private static RawQueue queue(String exchange) throws Exception {
        return new RawQueue(node.uri(), exchange).boundTo(exchange, "topic", "#");
    }

    private static long millisUntilMore(Load load) {
        long start = System.nanoTime();
        long before = load.told("ROUTED");
        await().atMost(Duration.ofSeconds(30)).until(() -> load.told("ROUTED") > before);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void a_restart_in_good_order_loses_nothing_and_each_state_is_logged_once() throws Exception {
        queue("restarted").close();
        try (Warnings warnings = new Warnings();
                Broker broker = Broker.connect(node.uri()).awaitConnected(Duration.ofSeconds(10));
                EventPublisher publisher = EventPublisher.to("restarted")
                        .deadline(Duration.ofSeconds(60))
                        .open(broker)) {
            Load load = new Load(publisher);
            long recovery;
            try (Paced paced = new Paced(Duration.ofMillis(1), () -> load.publish(1))) {
                await().until(() -> load.told("ROUTED") > 500);
                node.stop();
                await().until(() -> publisher.health().state() == Health.State.WAITING);
                node.restart();
                recovery = millisUntilMore(load);
                paced.stop();
            }

            assertThat(load.outcomes(Duration.ofSeconds(60))).containsOnlyKeys("ROUTED");
            try (RawQueue queue = queue("restarted")) {
                load.assertTruth("row 2, SIGTERM and restart", 1, recovery, queue);
            }
            System.out.println("row 2, logged: " + warnings.lines());
            assertThat(warnings.lines())
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .allMatch(line -> line.startsWith("WARN "));
        }
    }

    @Test
    void a_broker_that_stands_still_is_given_up_after_the_confirm_timeout_and_found_again() throws Exception {
        try (Broker broker = Broker.connect(node.uri()).awaitConnected(Duration.ofSeconds(10));
                RawQueue queue = queue("frozen");
                EventPublisher publisher = EventPublisher.to("frozen")
                        .deadline(Duration.ofSeconds(30))
                        .open(broker)) {
            Load load = new Load(publisher);
            long recovery;
            try (Paced paced = new Paced(Duration.ofMillis(1), () -> load.publish(1))) {
                await().until(() -> load.told("ROUTED") > 500);
                node.pause();
                try {
                    await().atMost(Duration.ofSeconds(15))
                            .until(() -> publisher.health().state() == Health.State.WAITING);
                    assertThat(publisher.health().words()).contains("no confirm within PT5S");
                } finally {
                    node.resume();
                }
                recovery = millisUntilMore(load);
                paced.stop();
            }

            assertThat(load.outcomes(Duration.ofSeconds(30))).containsOnlyKeys("ROUTED");
            load.assertTruth("row 3, SIGSTOP until the confirm timeout", 1, recovery, queue);
        }
    }
}
