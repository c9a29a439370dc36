package dev.tidings.publisher;

import static dev.tidings.publisher.EventPublisher.Outcome.ROUTED;
import static dev.tidings.publisher.EventPublisher.Outcome.UNROUTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.GetResponse;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.Exchange;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPublisherTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static Broker broker;

    @BeforeAll
    static void connect() {
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    private static RawQueue queue(String name, String exchange, String type, String pattern) throws Exception {
        return new RawQueue(rabbit.uri(), rabbit.name(name)).boundTo(exchange, type, pattern);
    }

    @Test
    void an_event_is_on_the_wire_as_the_format_says() throws Exception {
        String exchange = rabbit.name("wire");
        try (RawQueue queue = queue("wire", exchange, "topic", "#");
                EventPublisher publisher = EventPublisher.to(exchange)
                        .source("user-service")
                        .under("shop.eu")
                        .open(broker)) {
            DomainEvent event = DomainEvent.of("profile.updated", "user_id", 42)
                    .changed("country", "city")
                    .version(7);

            assertThat(publisher.publish(event)).isEqualTo(ROUTED);

            GetResponse message = queue.next();
            assertThat(new String(message.getBody(), UTF_8))
                    .isEqualTo("{\"user_id\":42,\"fields\":[\"country\",\"city\"]}");
            assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("shop.eu.profile.updated");
            assertThat(message.getProps().getMessageId()).isEqualTo(event.eventId());
            assertThat(message.getProps().getType()).isEqualTo("profile.updated");
            assertThat(message.getProps().getAppId()).isEqualTo("user-service");
            assertThat(message.getProps().getContentType()).isEqualTo("application/json");
            assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
            assertThat(message.getProps().getHeaders()).containsEntry("tidings-version", 7L);
            assertThat(message.getProps().getHeaders()).containsKey("tidings-occurred-at");
        }
    }

    @Test
    void a_cloud_event_has_its_attributes_in_headers() throws Exception {
        String exchange = rabbit.name("cloud");
        try (RawQueue queue = queue("cloud", exchange, "topic", "#");
                EventPublisher publisher = EventPublisher.to(exchange)
                        .source("user-service")
                        .cloudEvents()
                        .open(broker)) {
            DomainEvent event = DomainEvent.of("user.deleted", "user_id", 42);

            assertThat(publisher.publish(event)).isEqualTo(ROUTED);

            assertThat(queue.next().getProps().getHeaders())
                    .extractingByKeys("cloudEvents:specversion", "cloudEvents:id", "cloudEvents:type")
                    .asString()
                    .isEqualTo("[1.0, " + event.eventId() + ", user.deleted]");
        }
    }

    @Test
    void an_event_nobody_listens_to_is_unrouted_and_not_an_error() {
        try (EventPublisher publisher = EventPublisher.to(rabbit.name("nobody")).open(broker)) {
            assertThat(publisher.publish(DomainEvent.of("user.deleted", "user_id", 42)))
                    .isEqualTo(UNROUTED);
        }
    }

    @Test
    void where_a_route_is_required_an_unrouted_event_is_an_error() {
        try (EventPublisher publisher =
                EventPublisher.to(rabbit.name("required")).requireRoute().open(broker)) {
            assertThatThrownBy(() -> publisher.publish(DomainEvent.of("user.deleted", "user_id", 42)))
                    .isInstanceOf(NotPublishedException.class)
                    .hasMessageContaining("(user.deleted) to exchange 'required-")
                    .hasMessageContaining("start its consumer group first");
        }
    }

    @Test
    void routed_and_unrouted_events_of_one_burst_are_told_apart() throws Exception {
        String exchange = rabbit.name("mixed");
        try (RawQueue queue = queue("mixed", exchange, "topic", "user.created");
                EventPublisher publisher =
                        EventPublisher.to(exchange).window(200).open(broker)) {
            List<CompletableFuture<EventPublisher.Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                String type = i % 3 == 0 ? "user.created" : "user.deleted";
                outcomes.add(publisher.publishAsync(DomainEvent.of(type, "user_id", i)));
            }

            for (int i = 0; i < outcomes.size(); i++) {
                assertThat(outcomes.get(i).join()).isEqualTo(i % 3 == 0 ? ROUTED : UNROUTED);
            }
            assertThat(queue.drain()).hasSize(667);
        }
    }

    @ParameterizedTest
    @CsvSource({"direct, user.deleted", "fanout, ''", "headers, ''"})
    void other_exchange_types_work(String type, String pattern) throws Exception {
        String name = rabbit.name(type);
        Exchange exchange = new Exchange(
                name, Exchange.Type.valueOf(type.toUpperCase(java.util.Locale.ROOT)), true, java.util.Optional.empty());
        try (RawQueue queue = queue("for-" + type, name, type, pattern);
                EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            assertThat(publisher.publish(DomainEvent.of("user.deleted", "user_id", 1)))
                    .isEqualTo(ROUTED);
            assertThat(queue.drain()).hasSize(1);
        }
    }

    @Test
    void a_continuation_may_publish_again() throws Exception {
        String exchange = rabbit.name("again");
        try (RawQueue queue = queue("again", exchange, "topic", "#");
                EventPublisher publisher = EventPublisher.to(exchange).window(1).open(broker)) {
            CompletableFuture<EventPublisher.Outcome> last = publisher
                    .publishAsync(DomainEvent.of("user.created", "user_id", 1))
                    .thenApply(first -> publisher.publish(DomainEvent.of("user.created", "user_id", 2)))
                    .thenCompose(second -> publisher.publishAsync(DomainEvent.of("user.created", "user_id", 3)));

            assertThat(last.join()).isEqualTo(ROUTED);
            assertThat(queue.drain()).hasSize(3);
        }
    }

    @Test
    void the_same_event_at_the_same_time_is_published_each_time_with_its_one_id() throws Exception {
        String exchange = rabbit.name("same");
        try (RawQueue queue = queue("same", exchange, "topic", "#");
                EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            DomainEvent event = DomainEvent.of("user.created", "user_id", 1);

            var first = publisher.publishAsync(event);
            var second = publisher.publishAsync(event);

            assertThat(List.of(first.join(), second.join())).containsOnly(ROUTED);
            assertThat(queue.drain())
                    .hasSize(2)
                    .allSatisfy(message ->
                            assertThat(message.getProps().getMessageId()).isEqualTo(event.eventId()));
        }
    }

    @Test
    void an_exchange_of_others_that_is_not_there_is_named_when_the_deadline_passes() {
        Exchange missing = Exchange.topic(rabbit.name("missing")).existing();
        try (EventPublisher publisher =
                EventPublisher.to(missing).deadline(Duration.ofSeconds(1)).open(broker)) {
            assertThatThrownBy(() -> publisher.publish(DomainEvent.of("user.deleted", "user_id", 42)))
                    .isInstanceOf(NotPublishedException.class)
                    .hasMessageContaining("no exchange '" + missing.name() + "'")
                    .hasMessageContaining("create it first");
            assertThat(publisher.health().state()).isEqualTo(Health.State.WAITING);
        }
    }

    @Test
    void an_exchange_that_exists_with_another_type_is_explained() throws Exception {
        String exchange = rabbit.name("clash");
        try (RawQueue queue = queue("clash", exchange, "direct", "x");
                EventPublisher publisher = EventPublisher.to(exchange)
                        .deadline(Duration.ofSeconds(1))
                        .open(broker)) {
            assertThatThrownBy(() -> publisher.publish(DomainEvent.of("user.deleted", "user_id", 42)))
                    .isInstanceOf(NotPublishedException.class)
                    .hasMessageContaining("it exists with other arguments");
            assertThat(queue.drain()).isEmpty();
        }
    }

    @Test
    void without_a_broker_a_publish_ends_at_its_deadline_and_health_says_what_is_waited_for() {
        try (Broker nowhere = Broker.connect("amqp://ann:secret@localhost:1");
                EventPublisher publisher = EventPublisher.to("users")
                        .deadline(Duration.ofMillis(500))
                        .open(nowhere)) {
            assertThatThrownBy(() -> publisher.publish(DomainEvent.of("user.deleted", "user_id", 42)))
                    .isInstanceOf(NotPublishedException.class)
                    .hasMessageContaining("no connection to [localhost:1]: nobody listens there")
                    .hasMessageNotContaining("secret");
            assertThat(nowhere.health().state()).isEqualTo(Health.State.WAITING);
            assertThat(publisher.health().state()).isEqualTo(Health.State.WAITING);
        }
    }

    @Test
    void a_closed_publisher_publishes_nothing_and_says_so() {
        EventPublisher publisher = EventPublisher.to(rabbit.name("closed")).open(broker);
        publisher.close();

        assertThatThrownBy(() -> publisher.publish(DomainEvent.of("user.deleted", "user_id", 42)))
                .isInstanceOf(NotPublishedException.class)
                .hasMessageContaining("the publisher is closed");
        assertThat(publisher.publishAsync(DomainEvent.of("user.deleted", "user_id", 42)))
                .failsWithin(Duration.ofSeconds(5));
        assertThat(publisher.health().state()).isEqualTo(Health.State.DOWN);
    }

    @Test
    void closing_waits_for_the_answers_that_are_outstanding() throws Exception {
        String exchange = rabbit.name("drain");
        try (RawQueue queue = queue("drain", exchange, "topic", "#")) {
            EventPublisher publisher = EventPublisher.to(exchange).open(broker);
            List<CompletableFuture<EventPublisher.Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                outcomes.add(publisher.publishAsync(DomainEvent.of("user.created", "user_id", i)));
            }

            publisher.close();

            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.join()).isEqualTo(ROUTED));
            assertThat(queue.drain()).hasSize(500);
        }
    }

    @Test
    void settings_that_cannot_work_are_refused_with_the_limit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventPublisher.to("users").window(0))
                .withMessageContaining("give 1 to 100000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventPublisher.to("users").deadline(Duration.ofMillis(1)))
                .withMessageContaining("give at least");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventPublisher.to("users").under("shop..eu"))
                .withMessageContaining("shop..eu");
    }
}
