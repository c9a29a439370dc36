package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailedDeliveryTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    @Test
    void a_failed_event_comes_again_after_the_delay_as_it_was() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(spec().on(exchange, "#", event -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            handled.add(event);
        }));

        raw.publish(
                exchange,
                "shop.eu.user.created",
                RawClient.withHeaders(Map.of("tenant", "eu", "tidings-version", 7L)),
                "{\"user_id\":1}".getBytes(UTF_8));

        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.RETRY_LATER);
        DomainEvent event = nextEvent();
        assertThat(event.routingKey()).isEqualTo("shop.eu.user.created");
        assertThat(event.exchange()).contains(exchange);
        assertThat(event.version()).hasValue(7);
        assertThat(event.header("tenant")).contains("eu");
        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.DONE);
        assertThat(raw.depth(group + ".dead")).isZero();
    }

    @Test
    void an_event_that_fails_to_the_end_is_a_dead_letter_with_its_story() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(spec().on(exchange, "#", event -> {
            calls.incrementAndGet();
            throw new IllegalStateException("smtp: timeout\r\nforged line");
        }));
        String id = UUID.randomUUID().toString();

        raw.publish(exchange, "user.created", RawClient.withId(id), "{\"user_id\":1}".getBytes(UTF_8));

        GetResponse letter = raw.next(group + ".dead");
        assertThat(calls).hasValue(2);
        assertThat(letter.getProps().getMessageId()).isEqualTo(id);
        assertThat(new String(letter.getBody(), UTF_8)).isEqualTo("{\"user_id\":1}");
        assertThat(texts(letter))
                .containsEntry("tidings-failure-reason", "FAILED")
                .containsEntry("tidings-failure-exception", "java.lang.IllegalStateException")
                .containsEntry("tidings-failure-message", "smtp: timeout forged line")
                .containsEntry("tidings-failure-attempts", "2")
                .containsEntry("tidings-exchange", exchange)
                .containsEntry("tidings-routing-key", "user.created");
    }

    @Test
    void a_named_exception_is_a_dead_letter_at_once() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(spec().onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100))
                        .deadLetterAtOnce(IllegalArgumentException.class))
                .on(exchange, "#", event -> {
                    calls.incrementAndGet();
                    throw new NumberFormatException("never valid");
                }));

        raw.publish(exchange, "user.created", "{\"user_id\":1}");

        assertThat(texts(raw.next(group + ".dead"))).containsEntry("tidings-failure-attempts", "1");
        assertThat(calls).hasValue(1);
    }

    @Test
    void what_cannot_be_read_is_a_dead_letter_with_the_reason_and_the_next_event_is_handled() throws Exception {
        start(spec().on(exchange, "#", handled::add));

        raw.publish(exchange, "user.created", "{\"user_id\":{\"nested\":1}}");
        raw.publish(exchange, "user.created", "not json");
        raw.publish(exchange, "user.created", "{\"user_id\":5}");

        assertThat(nextEvent().longId("user_id")).isEqualTo(5);
        for (int i = 0; i < 2; i++) {
            GetResponse letter = raw.next(group + ".dead");
            assertThat(texts(letter))
                    .containsEntry("tidings-failure-reason", "UNREADABLE")
                    .hasEntrySatisfying(
                            "tidings-failure-message",
                            reason -> assertThat(reason).contains("EventReader"));
        }
    }

    @Test
    void a_message_too_large_for_an_event_is_a_dead_letter_and_arrives_there_whole() throws Exception {
        start(spec().on(exchange, "#", handled::add));
        byte[] large = ("{\"user_id\":\"" + "x".repeat(300_000) + "\"}").getBytes(UTF_8);

        raw.publish(exchange, "user.created", RawClient.withHeaders(Map.of()), large);

        GetResponse letter = raw.next(group + ".dead");
        assertThat(letter.getBody()).isEqualTo(large);
        assertThat(texts(letter))
                .hasEntrySatisfying(
                        "tidings-failure-message",
                        reason -> assertThat(reason).contains("300014 bytes", "65536", "ReadLimits"));
    }

    @Test
    void an_event_that_no_pattern_matches_any_more_becomes_a_dead_letter_that_says_why() throws Exception {
        ConsumerGroup first = start(spec().on(exchange, "user.#", handled::add));
        first.close();
        start(spec().on(exchange, "user.created", handled::add));

        raw.publish(exchange, "user.deleted", "{\"user_id\":1}");

        assertThat(texts(raw.next(group + ".dead")))
                .containsEntry("tidings-failure-reason", "UNMATCHED")
                .hasEntrySatisfying(
                        "tidings-failure-message", reason -> assertThat(reason).contains("nobody takes it"));
    }

    @Test
    void a_handler_that_is_interrupted_fails_and_the_events_after_it_are_handled() throws Exception {
        start(spec().concurrency(1).onFailure(FailurePolicy.retryAfter()).on(exchange, "#", event -> {
            Thread.currentThread().interrupt();
            if (event.longId("user_id") == 1) {
                throw new InterruptedException("the handler's own");
            }
            handled.add(event);
        }));

        for (int id = 1; id <= 3; id++) {
            raw.publish(exchange, "user.created", "{\"user_id\":" + id + "}");
        }

        assertThat(nextEvent().longId("user_id")).isEqualTo(2);
        assertThat(nextEvent().longId("user_id")).isEqualTo(3);
        assertThat(texts(raw.next(group + ".dead")))
                .containsEntry("tidings-failure-exception", "java.lang.InterruptedException");
    }

    private static Map<String, String> texts(GetResponse message) {
        Map<String, String> texts = new java.util.TreeMap<>();
        message.getProps().getHeaders().forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }
}
