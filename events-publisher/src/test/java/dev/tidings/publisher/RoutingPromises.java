package dev.tidings.publisher;

import static dev.tidings.publisher.EventPublisher.Outcome.ROUTED;
import static dev.tidings.publisher.EventPublisher.Outcome.UNROUTED;
import static dev.tidings.publisher.PublisherFixture.Difference.KEEPS_EVENTS;
import static dev.tidings.publisher.PublisherFixture.Difference.NO_ALTERNATE_EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.broker.Broker;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.Exchange;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whether anybody gets an event is told, for each type of exchange. */
interface RoutingPromises extends PublisherPromises {

    @Test
    default void an_event_nobody_listens_to_is_unrouted_and_not_an_error() {
        try (EventPublisher publisher = open(name("nobody"))) {
            assertThat(publisher.publish(event("user.deleted", 42))).isEqualTo(UNROUTED);
        }
    }

    @Test
    default void where_a_route_is_required_an_unrouted_event_is_an_error_and_a_routed_one_is_not() throws Exception {
        String exchange = name("required");
        try (RawQueue queue = queue(exchange).boundTo(exchange, "topic", "user.created");
                EventPublisher publisher = open(EventPublisher.to(exchange).requireRoute())) {
            DomainEvent wanted = event("user.created", 42);
            assertThat(publisher.publish(wanted)).isEqualTo(ROUTED);
            if (differs(KEEPS_EVENTS)) {
                assertWaitsForItsRoute(publisher, () -> queue.boundTo(exchange, "topic", "user.deleted"));
                return;
            }
            assertThatThrownBy(() -> publisher.publish(event("user.deleted", 42)))
                    .isInstanceOf(NotPublishedException.class)
                    .hasMessageContaining("(user.deleted) to exchange '" + exchange + "'")
                    .hasMessageContaining("start its consumer group first");
            assertThat(queue.takeIds()).containsExactly(wanted.eventId());
        }
    }

    private void assertWaitsForItsRoute(EventPublisher publisher, Callable<RawQueue> bind) throws Exception {
        DomainEvent waiting = event("user.deleted", 42);
        CompletableFuture<EventPublisher.Outcome> told = publisher.publishAsync(waiting);
        awaitWords(publisher, "no queue is bound for routing key user.deleted");
        assertThat(told).isNotDone();
        RawQueue queue = bind.call();
        assertThat(told).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(ROUTED);
        assertThat(queue.takeIds()).hasSize(2).last().isEqualTo(waiting.eventId());
    }

    @Test
    default void a_topic_exchange_routes_by_pattern_and_prefix() throws Exception {
        String exchange = name("topic");
        try (RawQueue queue = queue(exchange).boundTo(exchange, "topic", "shop.*.user.*");
                EventPublisher publisher = open(EventPublisher.to(exchange).under("shop.eu"))) {
            DomainEvent created = event("user.created", 1);
            DomainEvent elsewhere = event("user.deleted", 2).under("shop.us");
            assertThat(publisher.publish(created)).isEqualTo(ROUTED);
            assertThat(publisher.publish(event("profile.updated", 1))).isEqualTo(UNROUTED);
            assertThat(publisher.publish(event("user.deleted", 1).under("blog")))
                    .isEqualTo(UNROUTED);
            assertThat(publisher.publish(elsewhere)).isEqualTo(ROUTED);
            assertThat(queue.takeIds()).containsExactly(created.eventId(), elsewhere.eventId());
        }
    }

    @Test
    default void a_direct_exchange_routes_by_the_whole_key() throws Exception {
        String exchange = name("direct");
        try (RawQueue queue = queue(exchange).boundTo(exchange, "direct", "user.deleted");
                EventPublisher publisher = open(EventPublisher.to(Exchange.direct(exchange)))) {
            DomainEvent deleted = event("user.deleted", 1);
            assertThat(publisher.publish(deleted)).isEqualTo(ROUTED);
            assertThat(publisher.publish(event("user.created", 1))).isEqualTo(UNROUTED);
            assertThat(queue.takeIds()).containsExactly(deleted.eventId());
        }
    }

    @Test
    default void a_fanout_exchange_routes_everything() throws Exception {
        String exchange = name("fanout");
        try (RawQueue queue = queue(exchange);
                EventPublisher publisher = open(EventPublisher.to(Exchange.fanout(exchange)))) {
            assertThat(publisher.publish(event("user.deleted", 1))).isEqualTo(UNROUTED);
            queue.boundTo(exchange, "fanout", "");
            DomainEvent deleted = event("user.deleted", 1);
            DomainEvent created = event("user.created", 2);
            assertThat(publisher.publish(deleted)).isEqualTo(ROUTED);
            assertThat(publisher.publish(created)).isEqualTo(ROUTED);
            assertThat(queue.takeIds()).containsExactly(deleted.eventId(), created.eventId());
        }
    }

    @Test
    default void a_headers_exchange_routes_by_what_the_format_writes_into_headers() throws Exception {
        String exchange = name("headers");
        try (RawQueue queue = queue(exchange)
                        .boundTo(exchange, Map.of("x-match", "all", "cloudEvents:type", "user.deleted"));
                EventPublisher publisher =
                        open(EventPublisher.to(Exchange.headers(exchange)).cloudEvents())) {
            DomainEvent deleted = event("user.deleted", 1);
            assertThat(publisher.publish(deleted)).isEqualTo(ROUTED);
            assertThat(publisher.publish(event("user.created", 1))).isEqualTo(UNROUTED);
            assertThat(queue.takeIds()).containsExactly(deleted.eventId());
        }
    }

    @Test
    default void an_alternate_exchange_gets_what_has_no_route_or_is_refused_in_words() throws Exception {
        String exchange = name("with-alternate");
        String alternate = name("alternate");
        EventPublisher.Spec spec =
                EventPublisher.to(Exchange.topic(exchange).alternate(alternate)).deadline(Duration.ofSeconds(2));
        if (differs(NO_ALTERNATE_EXCHANGE)) {
            assertRefusedInWords(spec);
            return;
        }
        try (RawQueue rest = queue(alternate).boundTo(alternate, "fanout", "");
                EventPublisher publisher = open(spec)) {
            DomainEvent unrouted = event("user.deleted", 1);
            assertThat(publisher.publish(unrouted)).isEqualTo(ROUTED);
            assertThat(rest.takeIds()).containsExactly(unrouted.eventId());
        }
    }

    /** On links of its own: the broker ends the connection each time. */
    private void assertRefusedInWords(EventPublisher.Spec spec) {
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(uri());
                Broker broker = Broker.connect(proxy.through(uri())).awaitConnected(Duration.ofSeconds(10));
                EventPublisher publisher = open(spec, broker)) {
            assertThatThrownBy(() -> publisher.publish(event("user.deleted", 1)))
                    .isInstanceOf(NotPublishedException.class)
                    .hasMessageContaining("alternate");
            assertThat(proxy.accepted()).as("connections in 2 s").isLessThan(12);
        }
    }

    @Test
    default void an_exchange_of_others_that_is_not_there_is_named_and_used_once_it_is_there() throws Exception {
        String exchange = name("missing");
        List<String> published = new ArrayList<>();
        try (EventPublisher publisher =
                open(EventPublisher.to(Exchange.topic(exchange).existing()).deadline(Duration.ofSeconds(1)))) {
            DomainEvent early = event("user.created", 42);
            if (differs(KEEPS_EVENTS)) {
                CompletableFuture<EventPublisher.Outcome> told = publisher.publishAsync(early);
                awaitWords(publisher, "'" + exchange + "'", "create it first");
                assertThat(told).isNotDone();
                published.add(early.eventId());
            } else {
                assertThatThrownBy(() -> publisher.publish(early))
                        .isInstanceOf(NotPublishedException.class)
                        .hasMessageContaining("'" + exchange + "'")
                        .hasMessageContaining("create it first");
            }
        }
        try (RawQueue queue = everythingTo(exchange);
                EventPublisher publisher =
                        open(EventPublisher.to(Exchange.topic(exchange).existing()))) {
            DomainEvent event = event("user.deleted", 42);
            assertThat(publisher.publish(event)).isEqualTo(ROUTED);
            published.add(event.eventId());
            assertThat(queue.takeIds()).isEqualTo(published);
        }
    }
}
