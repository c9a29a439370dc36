package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawMessageTest {
    private static final MessageProperties FULL = MessageProperties.none()
            .messageId("m-1")
            .appId("user-service")
            .correlationId("request-1")
            .timestamp(Instant.EPOCH.plusSeconds(60));

    private final EventReader reader = message -> DomainEvent.of("user.deleted", "user_id", 42);

    private static RawMessage message(MessageProperties properties, Map<String, Object> headers) {
        return new RawMessage("legacy", "eu.user.deleted", properties, headers, new byte[] {1, 2});
    }

    @Test
    void the_readers_javadoc_example_reads_headers_only() {
        EventReader headersOnly = message -> DomainEvent.of(message.routingKey(), "user_id", Long.parseLong((String)
                message.headers().get("user-id")));
        assertThat(message(FULL, Map.of("user-id", "42")).readWith(headersOnly).longId("user_id"))
                .isEqualTo(42);
    }

    @Test
    void what_the_reader_left_open_is_completed_from_the_message() {
        DomainEvent event = message(FULL, Map.of("traceparent", "00-1")).readWith(reader);

        assertThat(event.eventId()).isEqualTo("m-1");
        assertThat(event.isIdentified()).isTrue();
        assertThat(event.source()).contains("user-service");
        assertThat(event.correlationId()).contains("request-1");
        assertThat(event.occurredAt()).contains(Instant.EPOCH.plusSeconds(60));
        assertThat(event.routingKey()).isEqualTo("eu.user.deleted");
        assertThat(event.prefix()).isEqualTo("eu");
        assertThat(event.exchange()).contains("legacy");
        assertThat(event.header("traceparent")).contains("00-1");
    }

    @Test
    void what_the_reader_said_stays() {
        Instant time = Instant.parse("2026-01-31T12:00:00Z");
        DomainEvent event = message(FULL, Map.of())
                .readWith(message -> DomainEvent.of("user.deleted", "user_id", 42)
                        .identifiedBy("own")
                        .from("monolith")
                        .correlatedWith("batch")
                        .occurredAt(time));

        assertThat(event.eventId()).isEqualTo("own");
        assertThat(event.source()).contains("monolith");
        assertThat(event.correlationId()).contains("batch");
        assertThat(event.occurredAt()).contains(time);
    }

    @Test
    void an_event_without_a_message_id_is_not_identified() {
        RawMessage message = message(MessageProperties.none().messageId(""), Map.of());
        DomainEvent event = message.readWith(reader);

        assertThat(event.isIdentified()).isFalse();
        assertThat(event.eventId()).isNotEqualTo(message.readWith(reader).eventId());
        assertThat(event.occurredAt()).isEmpty();
        assertThat(event.version(3).isIdentified()).isFalse();
    }

    @Test
    void a_timestamp_in_milliseconds_is_not_taken_for_seconds() {
        RawMessage message =
                message(MessageProperties.none().timestamp(Instant.ofEpochSecond(1_700_000_000_000L)), Map.of());
        assertThat(message.readWith(reader).occurredAt()).isEmpty();
    }

    @Test
    void a_type_that_is_not_in_the_key_leaves_no_prefix() {
        DomainEvent event = message(FULL, Map.of())
                .readWith(
                        message -> DomainEvent.of("deleted.user", "user_id", 42).under("eu"));
        assertThat(event.prefix()).isEmpty();
        assertThat(event.routingKey()).isEqualTo("eu.user.deleted");
        assertThat(event.under("us").routingKey()).isEqualTo("us.deleted.user");
    }

    @Test
    void headers_are_read_as_text() {
        Map<String, Object> headers = new HashMap<>();
        headers.put("text", "a");
        headers.put("number", 7L);
        headers.put("yes", true);
        headers.put("date", Date.from(Instant.EPOCH));
        headers.put("utf8", "ü".getBytes(StandardCharsets.UTF_8));
        headers.put("binary", new byte[] {(byte) 0xFF});
        headers.put("list", List.of(1));
        headers.put("void", null);
        DomainEvent event = message(FULL, headers).readWith(reader);

        assertThat(event.header("text")).contains("a");
        assertThat(event.header("number")).contains("7");
        assertThat(event.header("yes")).contains("true");
        assertThat(event.header("date")).contains("1970-01-01T00:00:00Z");
        assertThat(event.header("utf8")).contains("ü");
        assertThat(event.header("binary")).contains("/w==");
        assertThat(event.header("list")).isEmpty();
        assertThat(event.header("void")).isEmpty();
    }

    @Test
    void whatever_the_reader_throws_makes_the_message_unreadable() {
        Exception failure = new Exception("no such\r\nXML " + "x".repeat(500));
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> message(FULL, Map.of()).readWith(message -> {
                    throw failure;
                }))
                .withMessageStartingWith("The EventReader failed with java.lang.Exception: no such\\r\\nXML xxx")
                .withMessageEndingWith("x…; correct the reader or the producer, then redrive")
                .withCause(failure)
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(220));
        UnreadableEventException own = new UnreadableEventException("mine");
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> message(FULL, Map.of()).readWith(message -> {
                    throw own;
                }))
                .isSameAs(own);
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> message(FULL, Map.of()).readWith(message -> {
                    throw new StackOverflowError();
                }))
                .withMessageContaining("StackOverflowError");
    }

    @Test
    void an_interrupted_reader_leaves_the_thread_interrupted() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> message(FULL, Map.of()).readWith(message -> {
                    throw new InterruptedException();
                }));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_message_that_completes_badly_is_unreadable_and_says_why() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> message(MessageProperties.none().messageId("a\nb"), Map.of())
                        .readWith(reader))
                .withMessageContaining("event id 'a\\nb'")
                .withMessageContaining("give the group an EventReader");
    }

    @Test
    void it_is_equal_by_content_and_prints_neither_body_nor_header_values() {
        RawMessage message = message(FULL, Map.of("secret", "hunter2"));
        assertThat(message).isEqualTo(message(FULL, Map.of("secret", "hunter2")));
        assertThat(message).hasSameHashCodeAs(message(FULL, Map.of("secret", "hunter2")));
        assertThat(message)
                .hasToString(
                        "RawMessage[exchange='legacy', routingKey='eu.user.deleted', messageId='m-1', headers=1, body=2 bytes]");
    }
}
