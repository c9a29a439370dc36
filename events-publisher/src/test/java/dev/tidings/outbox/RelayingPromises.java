package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is committed is published, in order, by one relay or by several. */
interface RelayingPromises extends OutboxFixture {

    @Test
    default void an_event_is_published_after_the_commit_as_a_publisher_would_write_it() throws Exception {
        DomainEvent event = DomainEvent.of("user.updated", "user_id", 42)
                .changed("country", "city")
                .version(7)
                .correlatedWith("request-1");
        commit(event);
        try (Relay relay = outbox().relay(broker());
                EventPublisher publisher =
                        EventPublisher.to(exchange()).source("user-service").open(broker())) {
            publisher.publish(event);

            flushAll(relay, 1);

            assertThat(queue().awaitMessages(2).get(1))
                    .isEqualTo(queue().awaitMessages(2).get(0));
            assertThat(rows("= 1")).isEqualTo(1);
            assertThat(relay.flush()).isEqualTo(Relay.Flushed.NOTHING);
        }
    }

    @Test
    default void events_of_one_entity_keep_their_order() throws Exception {
        DomainEvent[] events = new DomainEvent[600];
        for (int i = 0; i < events.length; i++) {
            events[i] = event(i % 7).version(i);
        }
        commit(events);
        try (Relay relay = outbox().relay(broker())) {
            flushAll(relay, events.length);
            List<DomainEvent> arrived = queue().await(events.length);
            for (long entity = 0; entity < 7; entity++) {
                long id = entity;
                assertThat(arrived.stream()
                                .filter(event -> event.longId("user_id") == id)
                                .map(event -> event.version().orElseThrow()))
                        .isSorted();
            }
        }
    }

    @Test
    default void a_started_relay_sends_what_is_committed_from_then_on() throws Exception {
        try (Relay relay = outbox().relay(broker()).start()) {
            commit(event(1), event(2));
            assertThat(queue().await(2)).hasSize(2);
            commit(event(3));
            assertThat(queue().await(3)).hasSize(3);
            await().until(() -> rows("= 1") == 3);
            assertThat(relay.health().words()).contains("holds 16 of 16 slots");
        }
    }

    @Test
    default void two_relays_share_the_slots_and_send_each_event_once() throws Exception {
        try (Relay first = outbox().relay(broker()).start();
                Relay second = outbox().relay(broker()).start()) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> first.health().words().contains("holds 8 of")
                            && second.health().words().contains("holds 8 of"));
            DomainEvent[] events = new DomainEvent[500];
            for (int i = 0; i < events.length; i++) {
                events[i] = event(i);
            }
            commit(events);
            await().atMost(Duration.ofSeconds(10)).until(() -> rows("= 0") == 0);
            assertThat(queue().await(500)).hasSize(500);
        }
    }

    @Test
    default void the_slots_of_a_relay_that_vanished_are_taken_over_when_its_lease_ends() throws Exception {
        try (Relay vanished = outbox().relay(broker());
                Relay successor = outbox().relay(broker())) {
            vanished.flush();
            commit(event(1));
            assertThat(successor.flush().published()).isZero();

            flushAll(successor, 1);
            assertThat(queue().entities()).containsExactly(1L);
        }
    }

    @Test
    default void a_closed_relay_leaves_its_slots_to_others_at_once() throws Exception {
        Relay first =
                outbox().times(Duration.ofMinutes(10), Duration.ofMillis(50)).relay(broker());
        first.flush();
        first.close();
        commit(event(1));
        try (Relay second = outbox().relay(broker())) {
            flushAll(second, 1);
        }
        assertThat(database().number("select count(*) from TABLE_relay")).isZero();
    }

    @Test
    default void events_stored_while_the_broker_is_away_are_sent_when_it_is_there() throws Exception {
        List<DomainEvent> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            events.add(event(i));
        }
        try (Broker nowhere = Broker.connect("amqp://localhost:1");
                Relay relay = outbox().relay(nowhere)) {
            commit(events.toArray(DomainEvent[]::new));
            assertThat(relay.flush().any()).isFalse();
            assertThat(relay.health().words()).contains("nobody listens there");
        }
        assertThat(rows("= 0")).isEqualTo(50);
        try (Relay relay = outbox().relay(broker())) {
            flushAll(relay, 50);
        }
    }
}
