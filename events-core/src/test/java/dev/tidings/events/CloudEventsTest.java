package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.core.message.impl.BaseGenericBinaryMessageReaderImpl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write is a CloudEvent to the reference SDK; what others write is an event to us. */
class CloudEventsTest {
    private final EventFormat format = EventFormat.cloudEvents();

    @Test
    void the_reference_sdk_reads_what_we_write() {
        DomainEvent event = DomainEvent.of("order.placed", "order_id", 7)
                .and("region", "eu")
                .changed("status")
                .version(1L << 40)
                .from("order-service")
                .occurredAt(Instant.parse("2026-01-31T12:00:00Z"));
        RawMessage message = format.write(event, "orders");
        CloudEvent read = new Reference(message).toEvent();

        assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(read.getId()).isEqualTo(event.eventId());
        assertThat(read.getSource()).hasToString("order-service");
        assertThat(read.getType()).isEqualTo("order.placed");
        assertThat(read.getSubject()).isEqualTo("order_id=7,region=eu");
        assertThat(read.getTime()).isEqualTo(OffsetDateTime.parse("2026-01-31T12:00:00Z"));
        assertThat(read.getDataContentType()).isEqualTo("application/json");
        assertThat(read.getExtension("entityversion")).isEqualTo("1099511627776");
        assertThat(Objects.requireNonNull(read.getData()).toBytes()).isEqualTo(message.body());
        assertThat(message.properties().messageId()).contains(event.eventId());
        assertThat(message.properties().type()).contains("order.placed");
        assertThat(message.properties().appId()).contains("order-service");
    }

    @Test
    void without_a_source_the_exchange_is_the_source() {
        DomainEvent event = DomainEvent.of("order.placed", "order_id", 7);
        RawMessage message = format.write(event, "orders");
        assertThat(new Reference(message).toEvent().getSource()).hasToString("orders");
        assertThat(message.readWith(format).source()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.write(event, ""))
                .withMessageContaining("no source")
                .withMessageContaining("call from(source)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "1:b", ":", "//", "http://[::1]/x", "100%", "größe", "a#b#c", "漢", "urn:x:y", "/orders?eu"
            })
    void any_source_is_a_uri_reference_and_comes_back(String source) {
        DomainEvent event = DomainEvent.of("order.placed", "order_id", 7).from(source);
        RawMessage message = format.write(event, "orders");
        assertThat(new Reference(message).toEvent().getSource()).isNotNull();
        assertThat(message.readWith(format)).isEqualTo(event);
    }

    @Test
    void a_foreign_cloud_event_is_identified_by_its_own_attributes() {
        Map<String, Object> headers = Map.of(
                "cloudEvents_specversion", "1.0",
                "cloudEvents_id", "A234-1234-1234",
                "cloudEvents_source", "https://github.com/cloudevents",
                "cloudEvents_type", "com.github.pull_request.opened",
                "cloudEvents_time", "2018-04-05T17:31:00+02:00",
                "cloudEvents_entityversion", 7);
        RawMessage message = new RawMessage(
                "hooks",
                "",
                MessageProperties.none().messageId("other").appId("gateway"),
                headers,
                body("{\"number\":42}"));
        DomainEvent event = message.readWith(EventFormat.standard());

        assertThat(event.eventId()).isEqualTo("A234-1234-1234");
        assertThat(event.isIdentified()).isTrue();
        assertThat(event.source()).contains("https://github.com/cloudevents");
        assertThat(event.type()).isEqualTo("com.github.pull_request.opened");
        assertThat(event.occurredAt()).contains(Instant.parse("2018-04-05T15:31:00Z"));
        assertThat(event.version()).hasValue(7);
        assertThat(event.routingKey()).isEmpty();
    }

    @Test
    void an_attribute_that_is_absent_is_taken_from_the_properties() {
        RawMessage message = new RawMessage(
                "hooks",
                "eu.user.deleted",
                MessageProperties.none().messageId("m-1").type("user.deleted").appId("gateway"),
                Map.of("cloudEvents:specversion", "1.0"),
                body("{\"user_id\":42}"));
        DomainEvent event = message.readWith(format);
        assertThat(event.eventId()).isEqualTo("m-1");
        assertThat(event.source()).contains("gateway");
        assertThat(event.type()).isEqualTo("user.deleted");
        assertThat(event.prefix()).isEqualTo("eu");
    }

    private static byte[] body(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The SDK's reader of any protocol's headers, told how ours are named. */
    private static final class Reference extends BaseGenericBinaryMessageReaderImpl<String, String> {
        private static final String PREFIX = "cloudEvents:";
        private static final String CONTENT_TYPE = "content_type";
        private final RawMessage message;

        Reference(RawMessage message) {
            super(SpecVersion.V1, BytesCloudEventData.wrap(message.body()));
            this.message = message;
        }

        @Override
        protected boolean isContentTypeHeader(String name) {
            return name.equals(CONTENT_TYPE);
        }

        @Override
        protected boolean isCloudEventsHeader(String name) {
            return name.startsWith(PREFIX);
        }

        @Override
        protected String toCloudEventsKey(String name) {
            return name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        }

        @Override
        protected void forEachHeader(BiConsumer<String, String> each) {
            message.properties().contentType().ifPresent(value -> each.accept(CONTENT_TYPE, value));
            message.headers().forEach((name, value) -> each.accept(name, value.toString()));
        }

        @Override
        protected String toCloudEventsValue(String value) {
            return value;
        }
    }
}
