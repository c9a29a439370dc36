package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the meters say is what has happened. */
class GroupMetersTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private volatile boolean down;

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    @BeforeAll
    static void listen() {
        Metrics.globalRegistry.add(registry);
    }

    @AfterAll
    static void leave() {
        Metrics.globalRegistry.remove(registry);
    }

    private double handled(String verdict) {
        return registry.get("tidings.consumer.handled")
                .tags("group", group, "verdict", verdict)
                .counter()
                .count();
    }

    private double gauge(String name) {
        return registry.get(name).tag("group", group).gauge().value();
    }

    private void publish(long order, String id) throws Exception {
        raw.publish(
                exchange,
                "order.paid",
                RawClient.withId(id),
                "{\"order_id\":%d}".formatted(order).getBytes(StandardCharsets.UTF_8));
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private void awaitGauge(String name, double value) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gauge(name)).isEqualTo(value));
    }

    private void handle(DomainEvent event) {
        if (down) {
            throw new UnavailableException("the shop is down");
        }
        if (event.longId("order_id") == 7) {
            throw new IllegalStateException("seven");
        }
    }

    @Test
    void each_delivery_is_counted_by_its_verdict_and_each_call_is_timed() throws Exception {
        start(spec().on(exchange, "#", this::handle));
        String twice = id();

        publish(1, twice);
        publish(1, twice);
        publish(2, id());
        publish(7, id());

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(handled("done")).isEqualTo(2);
            assertThat(handled("duplicate")).isEqualTo(1);
            assertThat(handled("retry_later")).isEqualTo(1);
            assertThat(handled("dead")).isEqualTo(1);
        });
        assertThat(registry.get("tidings.consumer.handling")
                        .tag("group", group)
                        .timer()
                        .count())
                .isEqualTo(4);
    }

    @Test
    void events_without_a_usable_id_are_counted() throws Exception {
        start(spec().on(exchange, "#", this::handle));

        publish(1, "not-a-uuid");
        raw.publish(exchange, "order.paid", "{\"order_id\":2}");
        publish(3, id());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(handled("done")).isEqualTo(3));
        assertThat(registry.get("tidings.consumer.unrecognised")
                        .tag("group", group)
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void what_is_at_hand_is_shown_until_it_is_done_and_the_gauge_goes_with_the_group() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        ConsumerGroup running = start(spec().concurrency(1)
                .on(
                        exchange,
                        "#",
                        event -> assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue()));

        for (int order = 0; order < 5; order++) {
            publish(order, id());
        }

        awaitGauge("tidings.consumer.at.hand", 5);
        goOn.countDown();
        awaitGauge("tidings.consumer.at.hand", 0);
        running.close();
        assertThat(registry.find("tidings.consumer.at.hand").tag("group", group).gauge())
                .isNull();
    }

    @Test
    void a_pause_is_shown() throws Exception {
        down = true;
        start(spec().on(exchange, "#", this::handle));

        publish(1, id());

        awaitGauge("tidings.consumer.paused", 1);
        down = false;
        awaitGauge("tidings.consumer.paused", 0);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(handled("done")).isEqualTo(1));
    }
}
