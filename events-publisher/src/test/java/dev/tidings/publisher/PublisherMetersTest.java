package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the meters say is what has happened. */
class PublisherMetersTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private static Broker broker;

    @BeforeAll
    static void connect() {
        Metrics.globalRegistry.add(registry);
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
    }

    @AfterAll
    static void close() {
        broker.close();
        Metrics.globalRegistry.remove(registry);
    }

    private static double published(String exchange, String outcome) {
        return registry.get("tidings.publisher.published")
                .tags("exchange", exchange, "outcome", outcome)
                .counter()
                .count();
    }

    private static double inFlight(String exchange) {
        return registry.get("tidings.publisher.in.flight")
                .tag("exchange", exchange)
                .gauge()
                .value();
    }

    private static boolean hasInFlight(String exchange) {
        return registry.find("tidings.publisher.in.flight")
                        .tag("exchange", exchange)
                        .gauge()
                != null;
    }

    private static double connections(String exchange) {
        return registry.get("tidings.publisher.connections")
                .tag("exchange", exchange)
                .functionCounter()
                .count();
    }

    private static double unrouted(String exchange, String key) {
        return registry.get("tidings.publisher.unrouted")
                .tags("exchange", exchange, "routing.key", key)
                .counter()
                .count();
    }

    private static List<CompletableFuture<?>> publish(EventPublisher publisher, String type, int times) {
        List<CompletableFuture<?>> outcomes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            outcomes.add(publisher.publishAsync(DomainEvent.of(type, "user_id", i)));
        }
        return outcomes;
    }

    private static void join(List<CompletableFuture<?>> outcomes) {
        outcomes.forEach(CompletableFuture::join);
    }

    @Test
    void what_is_counted_as_routed_is_in_the_queue() throws Exception {
        String exchange = rabbit.name("counted");
        try (RawQueue queue =
                        new RawQueue(rabbit.uri(), rabbit.name("counted")).boundTo(exchange, "topic", "user.created");
                EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            join(publish(publisher, "user.created", 30));
            join(publish(publisher, "user.deleted", 20));
            publisher.publish(DomainEvent.of("user.created", "user_id", 31));

            assertThat(queue.drain()).hasSize(31);
            assertThat(published(exchange, "routed")).isEqualTo(31);
            assertThat(published(exchange, "unrouted")).isEqualTo(20);
            assertThat(published(exchange, "not_published")).isZero();
            assertThat(published(exchange, "unknown")).isZero();
            assertThat(unrouted(exchange, "user.deleted")).isEqualTo(20);
            assertThat(inFlight(exchange)).isZero();
            assertThat(connections(exchange)).isEqualTo(1);
            assertThat(registry.get("tidings.publisher.confirm")
                            .tag("exchange", exchange)
                            .timer()
                            .count())
                    .isEqualTo(51);
        }
    }

    @Test
    void what_waits_for_a_broker_is_in_flight_until_its_deadline_and_then_not_published() {
        String exchange = rabbit.name("nowhere");
        try (Broker nowhere = Broker.connect("amqp://localhost:1");
                EventPublisher publisher = EventPublisher.to(exchange)
                        .deadline(Duration.ofSeconds(1))
                        .open(nowhere)) {
            List<CompletableFuture<?>> outcomes = publish(publisher, "user.created", 3);
            assertThat(inFlight(exchange)).isEqualTo(3);

            assertThat(outcomes)
                    .allSatisfy(outcome ->
                            assertThatThrownBy(outcome::join).hasCauseInstanceOf(NotPublishedException.class));
            assertThat(inFlight(exchange)).isZero();
            assertThat(published(exchange, "not_published")).isEqualTo(3);
        }
    }

    @Test
    void an_interrupted_publish_is_counted_as_unknown() throws Exception {
        String exchange = rabbit.name("interrupted");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (Broker nowhere = Broker.connect("amqp://localhost:1");
                EventPublisher publisher = EventPublisher.to(exchange)
                        .deadline(Duration.ofSeconds(3))
                        .open(nowhere)) {
            Thread caller = new Thread(() -> publisher.publish(DomainEvent.of("user.created", "user_id", 1)));
            caller.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
            caller.start();
            // Waiting without a limit of its own: past the window, where an interrupt would mean that it was not sent.
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> inFlight(exchange) == 1 && caller.getState() == Thread.State.WAITING);
            caller.interrupt();
            caller.join(10_000);

            assertThat(thrown.get()).isInstanceOf(OutcomeUnknownException.class);
            assertThat(published(exchange, "unknown")).isEqualTo(1);
            assertThat(inFlight(exchange)).isZero();
        }
    }

    @Test
    void routing_keys_beyond_a_thousand_are_counted_together() {
        String exchange = rabbit.name("many");
        try (EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            List<CompletableFuture<?>> outcomes = new ArrayList<>();
            for (int i = 0; i < 1_100; i++) {
                outcomes.addAll(publish(publisher, "user.t" + i, 1));
            }
            join(outcomes);
            join(publish(publisher, "user.t0", 5));

            assertThat(registry.get("tidings.publisher.unrouted")
                            .tag("exchange", exchange)
                            .counters())
                    .hasSize(1_001);
            assertThat(unrouted(exchange, "(others)")).isEqualTo(100);
            assertThat(unrouted(exchange, "user.t0")).isEqualTo(6);
            assertThat(published(exchange, "unrouted")).isEqualTo(1_105);
        }
    }

    @Test
    void an_unrouted_event_that_needed_a_route_is_counted_under_its_key() {
        String exchange = rabbit.name("required");
        try (EventPublisher publisher =
                EventPublisher.to(exchange).requireRoute().open(broker)) {
            assertThatThrownBy(() -> publisher.publish(DomainEvent.of("user.deleted", "user_id", 42)))
                    .isInstanceOf(NotPublishedException.class);

            assertThat(published(exchange, "unrouted")).isEqualTo(1);
            assertThat(unrouted(exchange, "user.deleted")).isEqualTo(1);
        }
    }

    @Test
    void the_gauge_goes_with_the_last_publisher_to_its_exchange_and_the_counters_stay() {
        String exchange = rabbit.name("gauge");
        EventPublisher first = EventPublisher.to(exchange).open(broker);
        EventPublisher second = EventPublisher.to(exchange).open(broker);
        join(publish(first, "user.created", 2));
        join(publish(second, "user.created", 3));

        first.close();
        first.close();
        assertThat(hasInFlight(exchange)).isTrue();
        second.close();
        assertThat(hasInFlight(exchange)).isFalse();
        assertThat(published(exchange, "unrouted")).isEqualTo(5);
        assertThat(connections(exchange)).isEqualTo(2);

        try (EventPublisher third = EventPublisher.to(exchange).open(broker)) {
            join(publish(third, "user.created", 1));
            assertThat(inFlight(exchange)).isZero();
            assertThat(published(exchange, "unrouted")).isEqualTo(6);
            assertThat(connections(exchange)).isEqualTo(3);
        }
    }

    @Test
    void a_link_that_breaks_is_seen_in_the_connections() throws Exception {
        String exchange = rabbit.name("cut");
        URI direct = URI.create(rabbit.uri());
        try (FaultyProxy proxy = FaultyProxy.to(direct.getHost(), direct.getPort() < 0 ? 5672 : direct.getPort());
                Broker through = Broker.connect(
                        rabbit.uri().replaceFirst("^amqp://(.*@)?[^/]*", "amqp://$1127.0.0.1:" + proxy.port()));
                EventPublisher publisher = EventPublisher.to(exchange).open(through)) {
            join(publish(publisher, "user.created", 1));
            assertThat(connections(exchange)).isEqualTo(1);

            proxy.cut(Ending.RST);

            await().atMost(Duration.ofSeconds(10)).until(() -> connections(exchange) == 2);
            join(publish(publisher, "user.created", 1));
            assertThat(published(exchange, "unrouted")).isEqualTo(2);
        }
    }
}
