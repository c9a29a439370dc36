package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events whose handler always throws, among others. */
class PoisonTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final List<Duration> DELAYS =
            List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(400));
    private static final int EVENTS = 200;
    private static final int EVERY = 10;
    private static final int POISON = EVENTS / EVERY;

    /** When the handler was called for each of them, in nanoseconds. */
    private final Map<Long, List<Long>> calls = new ConcurrentHashMap<>();

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    private void handle(DomainEvent event) {
        long order = event.longId("order_id");
        calls.computeIfAbsent(order, any -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
        if (order % EVERY == 0) {
            throw new IllegalStateException("order " + order + " is poison");
        }
    }

    @Test
    void it_is_tried_as_often_as_was_said_not_before_each_delay_and_then_left_alone() throws Exception {
        DELAYS.forEach(delay -> rabbit.alsoDelete(GroupQueues.ofEvents(group).retry(delay)));
        start(spec().onFailure(FailurePolicy.retryAfter(DELAYS.toArray(Duration[]::new)))
                .on(exchange, "order.#", this::handle));
        for (int order = 0; order < EVENTS; order++) {
            raw.publish(
                    exchange,
                    "order.paid",
                    RawClient.withId(UUID.randomUUID().toString()),
                    "{\"order_id\":%d}".formatted(order).getBytes(UTF_8));
        }

        int attempts = DELAYS.size() + 1;
        int deliveries = EVENTS - POISON + POISON * attempts;
        await().atMost(Duration.ofSeconds(30)).until(() -> raw.depth(group + ".dead") == POISON);
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(observed).hasSize(deliveries));

        assertThat(calls).hasSize(EVENTS);
        calls.forEach((order, times) ->
                assertThat(times).as("attempts of order %d", order).hasSize(order % EVERY == 0 ? attempts : 1));
        long[] late = calls.values().stream()
                .flatMapToLong(PoisonTest::lateness)
                .sorted()
                .toArray();
        // The broker counts in whole milliseconds.
        assertThat(late[0])
                .as("earlier than its delay")
                .isGreaterThan(-Duration.ofMillis(1).toNanos());
        assertThat(observed)
                .filteredOn(handled -> handled.verdict() == Verdict.DEAD)
                .hasSize(POISON);
        assertThat(DeadLetters.of(group, broker).peek(EVENTS)).hasSize(POISON).allSatisfy(letter -> {
            assertThat(letter.reason()).isEqualTo(Reason.FAILED);
            assertThat(letter.exception()).isEqualTo(IllegalStateException.class.getName());
            assertThat(letter.failure()).endsWith("is poison");
            assertThat(letter.attempts()).isEqualTo(attempts);
        });
        System.out.printf(
                "PoisonTest: lost=0, %d poison of %d events, attempts of each %d, deliveries %d, later than the delay by %.1f ms p50, %.1f ms at most%n",
                POISON, EVENTS, attempts, observed.size(), late[late.length / 2] / 1e6, late[late.length - 1] / 1e6);
    }

    private static LongStream lateness(List<Long> times) {
        return IntStream.range(0, times.size() - 1)
                .mapToLong(attempt -> times.get(attempt + 1)
                        - times.get(attempt)
                        - DELAYS.get(attempt).toNanos());
    }
}
