package dev.tidings.publisher;

import static dev.tidings.publisher.EventPublisher.Outcome.ROUTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import dev.tidings.events.DomainEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An event is on the wire as the format says, and nothing else is. */
interface WirePromises extends PublisherPromises {
    Instant OCCURRED = Instant.parse("2026-03-04T05:06:07.089Z");

    private static DomainEvent profileUpdated() {
        return DomainEvent.of("profile.updated", "user_id", 42)
                .changed("country", "city")
                .version(7)
                .occurredAt(OCCURRED)
                .correlatedWith("request-1");
    }

    @Test
    default void an_event_is_on_the_wire_as_the_standard_format_says() throws Exception {
        String exchange = name("wire");
        DomainEvent event = profileUpdated();
        try (RawQueue queue = everythingTo(exchange);
                EventPublisher publisher =
                        open(EventPublisher.to(exchange).source("user-service").under("shop.eu"))) {
            assertThat(publisher.publish(event)).isEqualTo(ROUTED);

            GetResponse message = queue.next();
            assertCommonParts(event, message);
            assertThat(headers(message))
                    .isEqualTo(Map.of("tidings-version", "7", "tidings-occurred-at", "2026-03-04T05:06:07.089Z"));
            assertThat(message.getProps().getHeaders()).containsEntry("tidings-version", 7L);
        }
    }

    @Test
    default void a_cloud_event_has_its_attributes_in_headers_and_the_rest_as_in_the_standard_format() throws Exception {
        String exchange = name("cloud");
        DomainEvent event = profileUpdated();
        try (RawQueue queue = everythingTo(exchange);
                EventPublisher publisher = open(EventPublisher.to(exchange)
                        .source("user-service")
                        .under("shop.eu")
                        .cloudEvents())) {
            assertThat(publisher.publish(event)).isEqualTo(ROUTED);

            GetResponse message = queue.next();
            assertCommonParts(event, message);
            assertThat(headers(message))
                    .isEqualTo(Map.of(
                            "cloudEvents:specversion", "1.0",
                            "cloudEvents:id", event.eventId(),
                            "cloudEvents:source", "user-service",
                            "cloudEvents:type", "profile.updated",
                            "cloudEvents:subject", "user_id=42",
                            "cloudEvents:time", "2026-03-04T05:06:07.089Z",
                            "cloudEvents:entityversion", "7"));
        }
    }

    private static void assertCommonParts(DomainEvent event, GetResponse message) {
        assertThat(new String(message.getBody(), UTF_8))
                .isEqualTo("{\"user_id\":42,\"fields\":[\"country\",\"city\"]}");
        assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("shop.eu.profile.updated");
        BasicProperties properties = message.getProps();
        assertThat(properties.getMessageId()).isEqualTo(event.eventId());
        assertThat(properties.getType()).isEqualTo("profile.updated");
        assertThat(properties.getAppId()).isEqualTo("user-service");
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getCorrelationId()).isEqualTo("request-1");
        assertThat(properties.getTimestamp().toInstant()).isEqualTo(Instant.parse("2026-03-04T05:06:07Z"));
        assertThat(properties.getExpiration()).isNull();
        assertThat(properties.getUserId()).isNull();
        assertThat(properties.getReplyTo()).isNull();
    }

    /** Without those that the broker adds when it delivers. */
    private static Map<String, String> headers(GetResponse message) {
        Map<String, String> headers = new TreeMap<>();
        message.getProps().getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
        headers.keySet().removeAll(Set.of("x-delivery-count", "x-acquired-count"));
        return headers;
    }
}
