package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.DeadLetters.Redriven;
import dev.tidings.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups on the embedded broker, where it may differ: prefetch, unbinding, fetching one by one, and putting back. */
class EmbeddedGroupTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Set<Long> done = ConcurrentHashMap.newKeySet();
    private volatile boolean down = true;
    private EmbeddedBroker embedded;
    private Broker broker;
    private RawClient raw;

    @BeforeEach
    void open() throws Exception {
        embedded = EmbeddedBroker.start();
        broker = Broker.connect(embedded.uri()).awaitConnected(SOON);
        raw = new RawClient(embedded.uri());
    }

    @AfterEach
    void close() throws Exception {
        raw.close();
        broker.close();
        embedded.close();
    }

    private ConsumerGroup start(FailurePolicy policy, RuntimeException failure) {
        return ConsumerGroup.named("billing")
                .onFailure(policy)
                .on("shop", "order.#", event -> {
                    if (down) {
                        throw failure;
                    }
                    done.add(event.longId("order_id"));
                })
                .retired("shop", "invoice.*")
                .start(broker)
                .awaitConsuming(SOON);
    }

    private void publish(int orders) throws Exception {
        for (int order = 0; order < orders; order++) {
            raw.publish(
                    "shop",
                    "order.paid",
                    RawClient.withId(UUID.randomUUID().toString()),
                    "{\"order_id\":%d}".formatted(order).getBytes(UTF_8));
        }
    }

    @Test
    void a_group_pauses_and_goes_on() throws Exception {
        ConsumerGroup group = start(
                FailurePolicy.retryAfter(Duration.ofMillis(100)), new UnavailableException("the bank does not answer"));
        publish(50);

        await().atMost(SOON).until(() -> group.health().words().contains("the bank does not answer"));
        down = false;

        await().atMost(SOON).until(() -> done.size() == 50);
        await().atMost(SOON).until(() -> group.health().words().contains("consuming"));
        assertThat(raw.depth("billing.dead")).isZero();
    }

    @Test
    void dead_letters_are_looked_at_and_sent_again() throws Exception {
        start(FailurePolicy.retryAfter(), new IllegalStateException("no"));
        publish(50);
        await().atMost(SOON).until(() -> raw.depth("billing.dead") == 50);
        DeadLetters letters = DeadLetters.of("billing", broker);

        assertThat(letters.count(DeadLetter::failure)).isEqualTo(Map.of("no", 50L));
        await().atMost(SOON).until(() -> raw.depth("billing.dead") == 50);
        down = false;

        assertThat(letters.limit(20).redrive()).isEqualTo(new Redriven(20, 0));
        await().atMost(SOON).until(() -> done.size() == 20);
        assertThat(letters.redrive()).isEqualTo(new Redriven(30, 0));
        await().atMost(SOON).until(() -> done.size() == 50);
        assertThat(raw.depth("billing.dead")).isZero();
    }
}
