package dev.tidings.publisher;

import static dev.tidings.publisher.EventPublisher.Outcome.ROUTED;
import static dev.tidings.publisher.PublisherFixture.Difference.KEEPS_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.proxy.Direction;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What happens before a broker is there, when patience ends, and on {@code close}. */
interface EndingPromises extends PublisherPromises {

    @Test
    default void without_a_broker_a_publish_ends_at_its_deadline_and_health_says_what_is_waited_for() throws Exception {
        String exchange = name("nowhere");
        EventPublisher.Spec spec = EventPublisher.to(exchange).deadline(Duration.ofMillis(500));
        DomainEvent event = event("user.deleted", 42);
        try (Broker nowhere = Broker.connect("amqp://ann:secret@localhost:1");
                EventPublisher publisher = open(spec, nowhere)) {
            if (differs(KEEPS_EVENTS)) {
                CompletableFuture<EventPublisher.Outcome> told = publisher.publishAsync(event);
                await().during(Duration.ofMillis(600)).until(() -> !told.isDone());
            } else {
                assertThatThrownBy(() -> publisher.publish(event))
                        .isInstanceOf(NotPublishedException.class)
                        .hasMessageContaining("no connection to [localhost:1]: nobody listens there")
                        .hasMessageNotContaining("secret");
            }
            assertThat(nowhere.health().state()).isEqualTo(Health.State.WAITING);
            assertThat(publisher.health().state()).isEqualTo(Health.State.WAITING);
            assertThat(publisher.health().words())
                    .contains("nobody listens there")
                    .doesNotContain("secret");
        }
        assertTheNextSends(exchange, differs(KEEPS_EVENTS) ? List.of(event.eventId()) : List.of());
    }

    /** The next publisher of the exchange sends these before what it is given itself. */
    private void assertTheNextSends(String exchange, List<String> kept) throws Exception {
        try (RawQueue queue = everythingTo(exchange);
                EventPublisher next = open(exchange)) {
            DomainEvent last = event("user.deleted", 42);
            assertThat(next.publish(last)).isEqualTo(ROUTED);
            List<String> expected = new ArrayList<>(kept);
            expected.add(last.eventId());
            assertThat(queue.takeIds()).isEqualTo(expected);
        }
    }

    @Test
    default void a_publisher_that_was_opened_before_its_broker_publishes_once_it_is_there() throws Exception {
        String exchange = name("early");
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(uri());
                RawQueue queue = everythingTo(exchange)) {
            proxy.refuse();
            try (Broker broker = Broker.connect(proxy.through(uri()));
                    EventPublisher publisher = open(EventPublisher.to(exchange), broker)) {
                DomainEvent event = event("user.created", 1);
                CompletableFuture<EventPublisher.Outcome> outcome = publisher.publishAsync(event);
                await().until(() -> publisher.health().words().contains("nobody listens there"));
                assertThat(outcome).isNotDone();

                proxy.heal();

                assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(ROUTED);
                assertThat(queue.takeIds()).containsExactly(event.eventId());
                assertThat(publisher.health().state()).isEqualTo(Health.State.UP);
            }
        }
    }

    @Test
    default void a_thread_that_is_interrupted_stops_waiting_and_others_go_on() throws Exception {
        String exchange = name("interrupted");
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(uri());
                Broker broker = Broker.connect(proxy.through(uri())).awaitConnected(Duration.ofSeconds(10));
                RawQueue queue = everythingTo(exchange);
                EventPublisher publisher = open(EventPublisher.to(exchange).window(2), broker)) {
            assertThat(publisher.publish(event("user.created", 0))).isEqualTo(ROUTED);
            proxy.stall(Direction.TO_CLIENT);
            Interruptible handedOver = new Interruptible(() -> publisher.publish(event("user.created", 1)));
            CompletableFuture<EventPublisher.Outcome> other = publisher.publishAsync(event("user.created", 2));
            queue.awaitCount(3);
            Interruptible withoutPlace = new Interruptible(() -> publisher.publish(event("user.created", 3)));
            withoutPlace.awaitWaiting();

            assertThat(handedOver.interrupt()).isInstanceOf(OutcomeUnknownException.class);
            assertThat(withoutPlace.interrupt())
                    .isInstanceOf(differs(KEEPS_EVENTS) ? OutcomeUnknownException.class : NotPublishedException.class);

            proxy.heal();
            assertThat(other).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(ROUTED);
            assertThat(publisher.publish(event("user.created", 4))).isEqualTo(ROUTED);
            assertThat(queue.takeIds()).hasSize(differs(KEEPS_EVENTS) ? 5 : 4).doesNotHaveDuplicates();
        }
    }

    @Test
    default void a_closed_publisher_publishes_nothing_and_says_so() throws Exception {
        String exchange = name("closed");
        try (RawQueue queue = everythingTo(exchange)) {
            EventPublisher publisher = open(exchange);
            publisher.close();

            List<String> kept = new ArrayList<>();
            DomainEvent late = event("user.deleted", 42);
            if (differs(KEEPS_EVENTS)) {
                assertThat(publisher.publishAsync(late)).isNotDone();
                kept.add(late.eventId());
            } else {
                assertThatThrownBy(() -> publisher.publish(late))
                        .isInstanceOf(NotPublishedException.class)
                        .hasMessageContaining("the publisher is closed");
                assertThat(publisher.publishAsync(late)).failsWithin(Duration.ofSeconds(5));
            }
            assertThat(publisher.health().state()).isEqualTo(Health.State.DOWN);
            assertThat(queue.takeIds()).isEmpty();
            publisher.close();
            assertTheNextSends(exchange, kept);
        }
    }

    @Test
    default void closing_waits_for_the_answers_that_are_outstanding() throws Exception {
        String exchange = name("drain");
        try (RawQueue queue = everythingTo(exchange)) {
            EventPublisher publisher = open(exchange);
            List<CompletableFuture<EventPublisher.Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                outcomes.add(publisher.publishAsync(event("user.created", i)));
            }
            if (differs(KEEPS_EVENTS)) {
                // What it has not sent by then it keeps, and that may be all of them.
                await().until(() -> outcomes.stream().anyMatch(CompletableFuture::isDone));
            }

            publisher.close();

            int sent = Math.toIntExact(queue.count());
            await().until(() ->
                    outcomes.stream().filter(CompletableFuture::isDone).count() == sent);
            assertThat(outcomes.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                    .hasSizeGreaterThan(0)
                    .containsOnly(ROUTED);
            assertThat(sent).isBetween(differs(KEEPS_EVENTS) ? 1 : 500, 500);
            assertThat(queue.takeIds()).hasSize(sent).doesNotHaveDuplicates();
        }
    }
}
