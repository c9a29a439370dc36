package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several delays one after the other, each a queue of its own. */
class MixedDelaysTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final String SLOW = "order.slow";
    private static final String QUICK = "order.quick";
    private static final int EVENTS = 100;
    private static final long FORGED = 7;

    private final Map<String, Long> failed = new ConcurrentHashMap<>();
    private final Map<String, Long> late = new ConcurrentHashMap<>();
    private final AtomicInteger slowReturned = new AtomicInteger();

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    private ConsumerGroup.Spec ladder(Duration... delays) {
        for (Duration delay : delays) {
            rabbit.alsoDelete(GroupQueues.ofEvents(group).retry(delay));
        }
        return spec().onFailure(FailurePolicy.retryAfter(delays));
    }

    private List<String> publish(String routingKey) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int order = 0; order < EVENTS; order++) {
            String id = UUID.randomUUID().toString();
            ids.add(id);
            raw.publish(
                    exchange,
                    routingKey,
                    RawClient.withId(id),
                    "{\"order_id\":%d}".formatted(order).getBytes(UTF_8));
        }
        return ids;
    }

    /** Those that are quick fail once; those that are slow twice, so that they wait for the long delay. */
    private void handle(DomainEvent event) {
        int attempt = event.header(Letter.ATTEMPT).map(Integer::parseInt).orElse(1);
        boolean isSlow = event.routingKey().equals(SLOW);
        if (attempt == 1 || (isSlow && attempt == 2)) {
            failed.put(event.eventId() + attempt, System.nanoTime());
            throw new IllegalStateException("attempt " + attempt);
        }
        if (isSlow) {
            slowReturned.incrementAndGet();
        } else {
            long since = failed.getOrDefault(event.eventId() + 1, 0L);
            late.put(event.eventId(), System.nanoTime() - since - SHORT.toNanos());
        }
    }

    @Test
    void an_event_that_waits_for_long_holds_up_none_that_waits_for_a_moment() throws Exception {
        start(ladder(SHORT, LONG).on(exchange, "#", this::handle));
        publish(SLOW);
        await().atMost(DEADLINE).until(() -> failed.size() == 2 * EVENTS);

        publish(QUICK);

        await().atMost(DEADLINE).until(() -> late.size() == EVENTS);
        assertThat(slowReturned).as("events that had to wait for longer").hasValue(0);
        await().atMost(DEADLINE).until(() -> slowReturned.get() == EVENTS);
        assertThat(raw.depth(group + ".dead")).isZero();
        List<Long> sorted = late.values().stream().sorted().toList();
        System.out.printf(
                "MixedDelaysTest: lost=0, %d events wait %s ahead of %d that wait %s, which are late by %.1f ms p50, %.1f ms p99%n",
                EVENTS, LONG, EVENTS, SHORT, sorted.get(EVENTS / 2) / 1e6, sorted.get(EVENTS * 99 / 100) / 1e6);
    }

    /** What a broker has written into a message that was sent on with all that it had. */
    private Map<String, Object> traces() {
        Map<String, Object> headers = new HashMap<>();
        List<Map<String, Object>> deaths = new ArrayList<>();
        for (String queue : List.of(group, group + ".retry.100ms", group + ".retry.200ms", group + ".retry.300ms")) {
            deaths.add(Map.ofEntries(
                    entry("queue", queue),
                    entry("reason", "expired"),
                    entry("count", 1L),
                    entry("exchange", ""),
                    entry("routing-keys", List.of(queue)),
                    entry("time", Date.from(Instant.now()))));
        }
        headers.put("x-death", deaths);
        for (String which : List.of("first", "last")) {
            headers.put("x-" + which + "-death-exchange", "");
            headers.put("x-" + which + "-death-queue", group);
            headers.put("x-" + which + "-death-reason", "expired");
        }
        headers.put("x-delivery-count", FORGED);
        headers.put("x-acquired-count", FORGED);
        headers.put("x-opt-anything", "stays");
        return headers;
    }

    @Test
    void what_brokers_have_written_into_an_event_is_not_sent_on() throws Exception {
        String elsewhere = rabbit.name("elsewhere");
        raw.declareQueue(elsewhere);
        AtomicInteger calls = new AtomicInteger();
        start(ladder(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300))
                .on(exchange, "#", event -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("always");
                }));
        Map<String, Object> headers = traces();
        headers.put("CC", List.of(elsewhere));
        headers.put("BCC", List.of(elsewhere));
        BasicProperties properties = RawClient.withHeaders(headers)
                .builder()
                .expiration("60000")
                .priority(3)
                .replyTo(elsewhere)
                .userId("guest")
                .clusterId("cluster")
                .build();

        for (int order = 0; order < EVENTS; order++) {
            BasicProperties own =
                    properties.builder().messageId(UUID.randomUUID().toString()).build();
            raw.publish(
                    exchange,
                    "order.paid",
                    own,
                    "{\"order_id\":%d}".formatted(order).getBytes(UTF_8));
        }

        await().atMost(DEADLINE).until(() -> raw.depth(group + ".dead") == EVENTS);
        assertThat(calls).hasValue(4 * EVENTS);
        for (int order = 0; order < EVENTS; order++) {
            assertNothingOfTheBroker(raw.take(group + ".dead").orElseThrow());
        }
        System.out.printf(
                "MixedDelaysTest: lost=0 of %d events with x-death through three delays, copies elsewhere %d%n",
                EVENTS, raw.depth(elsewhere));
        assertThat(raw.depth(elsewhere)).as("copies by CC").isZero();
    }

    private static void assertNothingOfTheBroker(GetResponse letter) {
        assertThat(letter.getProps().getHeaders())
                .containsKeys("x-opt-anything", Letter.EXCHANGE, Letter.ROUTING_KEY)
                .doesNotContainKeys("CC", "BCC", "x-death")
                // The queue of dead letters adds its own.
                .doesNotContainEntry("x-delivery-count", FORGED)
                .doesNotContainEntry("x-acquired-count", FORGED)
                .allSatisfy((name, value) -> assertThat(name).doesNotContain("-death-"));
        assertThat(letter.getProps().getExpiration()).isNull();
        assertThat(letter.getProps().getPriority()).isNull();
        assertThat(letter.getProps().getReplyTo()).isNull();
        assertThat(letter.getProps().getUserId()).isNull();
        assertThat(letter.getProps().getClusterId()).isNull();
    }
}
