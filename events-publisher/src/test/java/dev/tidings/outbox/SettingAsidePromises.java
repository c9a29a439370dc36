package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What cannot be published, or nobody wants, does not stop the others; and what is done is deleted. */
interface SettingAsidePromises extends OutboxFixture {

    @Test
    default void an_event_that_nobody_wants_is_told_and_done() throws Exception {
        commit(DomainEvent.of("order.placed", "order_id", 1));
        try (Relay relay = outbox().relay(broker())) {
            int[] unrouted = {0};
            await().until(() -> (unrouted[0] += relay.flush().unrouted()) == 1);
            assertThat(rows("= 2")).isEqualTo(1);
        }
    }

    @Test
    default void where_a_route_is_required_an_event_waits_for_its_queue_and_others_pass() throws Exception {
        JdbcOutbox outbox = EventPublisher.to(exchange())
                .requireRoute()
                .outbox(database().dataSource())
                .table(database().table());
        commit(DomainEvent.of("order.placed", "order_id", 1), event(2));
        try (Relay relay = outbox.relay(broker())) {
            flushAll(relay, 1);
            assertThat(queue().entities()).containsExactly(2L);
            assertThat(relay.health().words()).contains("no queue is bound for routing key order.placed");

            queue().bind("order.#");
            flushAll(relay, 1);
            assertThat(rows("= 0")).isZero();
        }
    }

    @Test
    default void a_row_that_cannot_be_sent_is_set_aside_and_can_be_retried() throws Exception {
        DomainEvent poison = event(1);
        commit(poison, event(1), event(2));
        database().run("update TABLE set properties = 'no JSON' where event_id = '" + poison.eventId() + "'");
        try (Relay relay = outbox().relay(broker())) {
            flushAll(relay, 2);
            assertThat(queue().entities()).containsExactlyInAnyOrder(1L, 2L);
            assertThat(relay.setAside()).singleElement().satisfies(aside -> {
                assertThat(aside.eventId()).isEqualTo(poison.eventId());
                assertThat(aside.routingKey()).isEqualTo("user.created");
                assertThat(aside.reason()).contains("not JSON");
                assertThat(aside.since()).isNotNull();
            });

            String good =
                    "(select properties from (select * from TABLE) good where state = 1 and entity = TABLE.entity)";
            database().run("update TABLE set properties = " + good + " where state = 3");
            assertThat(relay.retry(poison.eventId())).isEqualTo(1);
            assertThat(relay.retry("nobody's")).isZero();
            flushAll(relay, 1);
            assertThat(relay.setAside()).isEmpty();
        }
    }

    @Test
    default void keeping_order_the_later_events_of_an_entity_wait_for_one_that_is_set_aside() throws Exception {
        DomainEvent poison = event(1);
        commit(poison, event(1), event(2));
        database().run("update TABLE set properties = '{}' where event_id = '" + poison.eventId() + "'");
        try (Relay relay = outbox().keepingOrder().relay(broker())) {
            flushAll(relay, 1);
            assertThat(queue().entities()).containsExactly(2L);
            assertThat(relay.flush().published()).isZero();

            database().run("delete from TABLE where state = 3");
            flushAll(relay, 1);
            assertThat(queue().entities()).containsExactly(2L, 1L);
        }
    }

    @Test
    default void old_published_rows_are_deleted_and_no_others() throws Exception {
        DomainEvent poison = event(3);
        commit(event(1), poison);
        database().run("update TABLE set properties = '' where event_id = '" + poison.eventId() + "'");
        try (Relay relay = outbox().relay(broker())) {
            flushAll(relay, 1);
        }
        commit(event(2));
        try (Relay next = outbox().retention(Duration.ZERO).relay(broker())) {
            // Its first look cleans up before it publishes.
            await().until(() -> next.flush().published() == 1);
        }
        assertThat(rows("= 1")).isEqualTo(1);
        assertThat(rows("= 3")).isEqualTo(1);
    }
}
