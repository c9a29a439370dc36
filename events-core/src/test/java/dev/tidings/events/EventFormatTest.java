package dev.tidings.events;

import static dev.tidings.events.Messages.bare;
import static dev.tidings.events.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFormatTest {
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.120Z");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final EventFormat format = EventFormat.standard();

    @Test
    void an_event_is_written_thin() {
        UUID tenant = UUID.fromString("00000000-0000-7000-8000-000000000001");
        assertThat(Messages.text(format.write(DomainEvent.of("user.deleted", "user_id", 42), "users")))
                .isEqualTo("{\"user_id\":42}");
        assertThat(Messages.text(format.write(
                        DomainEvent.of("profile.updated", "user_id", 42).changed("country", "city"), "users")))
                .isEqualTo("{\"user_id\":42,\"fields\":[\"country\",\"city\"]}");
        assertThat(Messages.text(
                        format.write(DomainEvent.of("x", "user_id", "42").and("tenant_id", tenant), "users")))
                .isEqualTo("{\"user_id\":\"42\",\"tenant_id\":\"00000000-0000-7000-8000-000000000001\"}");
    }

    @Test
    void the_rest_is_in_properties_and_headers() {
        DomainEvent event = DomainEvent.of("user.deleted", "user_id", 42)
                .under("eu")
                .version(7)
                .occurredAt(TIME)
                .from("user-service")
                .correlatedWith("request-1");
        RawMessage written = format.write(event, "users");

        assertThat(written.exchange()).isEqualTo("users");
        assertThat(written.routingKey()).isEqualTo("eu.user.deleted");
        assertThat(written.properties())
                .isEqualTo(MessageProperties.none()
                        .messageId(event.eventId())
                        .type("user.deleted")
                        .appId("user-service")
                        .contentType("application/json")
                        .correlationId("request-1")
                        .timestamp(Instant.parse("2026-01-31T12:00:00Z")));
        assertThat(written.headers())
                .isEqualTo(Map.of("tidings-version", 7L, "tidings-occurred-at", "2026-01-31T12:00:00.120Z"));
        assertThat(written.readWith(format)).isEqualTo(event);
    }

    @Test
    void a_bare_body_is_an_event() {
        DomainEvent deleted = bare("{\"user_id\":42}").readWith(format);
        assertThat(deleted.type()).isEqualTo("user.deleted");
        assertThat(deleted.routingKey()).isEqualTo("user.deleted");
        assertThat(deleted.prefix()).isEmpty();
        assertThat(deleted.longId("user_id")).isEqualTo(42);
        assertThat(deleted.fields()).isEmpty();
        assertThat(deleted.isIdentified()).isFalse();
        assertThat(deleted.occurredAt()).isEmpty();
        assertThat(deleted.version()).isEmpty();
        assertThat(deleted.source()).isEmpty();

        DomainEvent updated =
                bare("{\"user_id\":42,\"fields\":[\"country\",\"city\"]}").readWith(format);
        assertThat(updated.fields()).containsExactly("country", "city");
    }

    @Test
    void the_type_is_the_property_and_the_prefix_what_stands_before_it() {
        DomainEvent event = message(MessageProperties.none().type("deleted"), Map.of(), "{\"user_id\":42}")
                .readWith(format);
        assertThat(event.type()).isEqualTo("deleted");
        assertThat(event.prefix()).isEqualTo("user");
        assertThat(event.routingKey()).isEqualTo("user.deleted");
    }

    @Test
    void integers_beyond_a_long_are_text() {
        DomainEvent event = bare("{\"a\":9223372036854775807,\"b\":9223372036854775808,\"c\":-1}")
                .readWith(format);
        assertThat(event.longId("a")).isEqualTo(Long.MAX_VALUE);
        assertThat(event.id("b")).isEqualTo("9223372036854775808");
        assertThat(event.longId("c")).isEqualTo(-1);
        assertThat(Messages.text(format.write(event, "users"))).contains("\"b\":\"9223372036854775808\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "APPLICATION/JSON; charset=utf-8",
                "text/json",
                "application/vnd.acme.user+json"
            })
    void any_kind_of_json_is_read(String contentType) {
        MessageProperties properties = MessageProperties.none().contentType(contentType);
        assertThat(message(properties, Map.of(), "{\"user_id\":42}")
                        .readWith(format)
                        .ids())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "UTF-8", "utf8"})
    void a_body_that_is_not_compressed_is_read(String encoding) {
        MessageProperties properties = MessageProperties.none().contentEncoding(encoding);
        assertThat(message(properties, Map.of(), "\uFEFF{\"user_id\":42}")
                        .readWith(format)
                        .ids())
                .hasSize(1);
    }

    @Test
    void a_version_is_a_whole_number_of_any_width() {
        for (Object version :
                new Object[] {(byte) 7, (short) 7, 7, 7L, "7", "7".getBytes(java.nio.charset.StandardCharsets.UTF_8)}) {
            RawMessage message =
                    message(MessageProperties.none(), Map.of("tidings-version", version), "{\"user_id\":42}");
            assertThat(message.readWith(format).version()).hasValue(7);
        }
    }

    @Test
    void the_time_is_the_header_else_the_timestamp() {
        MessageProperties properties = MessageProperties.none().timestamp(Instant.EPOCH);
        assertThat(message(
                                properties,
                                Map.of("tidings-occurred-at", "2026-01-31T13:00:00.1204+01:00"),
                                "{\"user_id\":42}")
                        .readWith(format)
                        .occurredAt())
                .contains(TIME);
        assertThat(message(properties, Map.of(), "{\"user_id\":42}")
                        .readWith(format)
                        .occurredAt())
                .contains(Instant.EPOCH);
    }

    @Test
    void a_trace_is_read_and_kept_when_the_event_is_written_again() {
        Map<String, Object> headers = Map.of("traceparent", TRACE, "tracestate", "vendor=1", "other", "x");
        DomainEvent event =
                message(MessageProperties.none(), headers, "{\"user_id\":42}").readWith(format);
        assertThat(event.header("traceparent")).contains(TRACE);
        assertThat(format.write(event, "users").headers())
                .isEqualTo(Map.of("traceparent", TRACE, "tracestate", "vendor=1"));
        DomainEvent forged = message(MessageProperties.none(), Map.of("traceparent", "a\nb"), "{\"user_id\":42}")
                .readWith(format);
        assertThat(format.write(forged, "users").headers()).isEmpty();
    }

    @Test
    void limits_are_the_groups_to_choose() {
        RawMessage large = bare("{\"user_id\":42" + " ".repeat(70_000) + "}");
        assertThat(large.readWith(format.limits(ReadLimits.defaults().bodyBytes(80_000)))
                        .ids())
                .hasSize(1);
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> large.readWith(format))
                .withMessageContaining("70014 bytes, the limit is 65536")
                .withMessageContaining("raise it with ReadLimits.bodyBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadLimits.defaults().depth(0))
                .withMessageContaining("Limit depth is 0, but it is from 1 to 100");
    }

    @Test
    void a_reader_may_build_on_the_format() {
        RawMessage message = format.write(DomainEvent.of("user.deleted", "user_id", 42), "users");
        EventReader versioned = received -> format.read(received).version(1);
        assertThat(message.readWith(versioned)).isEqualTo(format.read(message).version(1));
    }
}
