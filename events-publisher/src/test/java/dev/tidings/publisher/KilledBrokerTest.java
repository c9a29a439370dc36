package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.testkit.broker.PrivateNode;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class KilledBrokerTest {
    /** Longer than a node takes to boot on a busy machine: who waits for it is to be told ROUTED in the end. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Test
    void what_was_told_routed_is_in_the_quorum_queue_after_the_broker_was_killed_and_restarted() throws Exception {
        RabbitMqNode node = PrivateNode.shared();
        declare(node);
        try (Broker broker = Broker.connect(node.uri()).awaitConnected(Duration.ofSeconds(10));
                EventPublisher publisher =
                        EventPublisher.to("killed").deadline(DEADLINE).open(broker)) {
            Load load = new Load(publisher);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Load> publishing = CompletableFuture.supplyAsync(
                    () -> load.publishWhile(() -> !enough.get()), work -> new Thread(work, "publishing").start());
            try {
                await().atMost(Duration.ofSeconds(30)).until(() -> load.calls() > 5_000);
                node.kill();
                await().until(() -> publisher.health().state() == Health.State.WAITING);
                node.restart();
                long back = System.nanoTime();
                int before = load.calls();
                await().atMost(Duration.ofSeconds(30)).until(() -> load.calls() > before + 5_000);
                System.out.printf(
                        "killed broker: 5,000 more calls %,d ms after it was back%n",
                        (System.nanoTime() - back) / 1_000_000);
            } finally {
                enough.set(true);
            }
            publishing.join();

            assertThat(load.outcomes(DEADLINE)).containsOnlyKeys("ROUTED");
            try (RawQueue queue = new RawQueue(node.uri(), "killed")) {
                load.assertTruth("killed broker", queue);
            }
        }
    }

    private static void declare(RabbitMqNode node) throws Exception {
        try (RawQueue queue = new RawQueue(node.uri(), "killed")) {
            queue.boundTo("killed", "topic", "#");
            node.flush();
        }
    }
}
