package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.TidingsException;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an outbox promises, on any database. */
abstract class OutboxSuite {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static Broker broker;
    private TestDatabase database;
    private String exchange;
    private ArrivedEvents queue;
    private JdbcOutbox outbox;

    abstract TestDatabase database();

    @BeforeAll
    static void connect() {
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
    }

    @AfterAll
    static void disconnect() {
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        database = database();
        exchange = rabbit.name(
                "outbox-" + getClass().getSimpleName() + test.getDisplayName().hashCode());
        queue = new ArrivedEvents(rabbit.uri(), exchange, "user.#");
        outbox = EventPublisher.to(exchange)
                .source("user-service")
                .deadline(Duration.ofSeconds(3))
                .outbox(database.dataSource())
                .table(database.table())
                .times(Duration.ofSeconds(2), Duration.ofMillis(50))
                .createTables();
    }

    @AfterEach
    void close() throws Exception {
        if (queue != null) {
            queue.close();
            database.close();
        }
    }

    private static DomainEvent event(long id) {
        return DomainEvent.of("user.created", "user_id", id);
    }

    private void commit(DomainEvent... events) throws Exception {
        try (Connection connection = transaction()) {
            for (DomainEvent event : events) {
                outbox.publish(connection, event);
            }
            connection.commit();
        }
    }

    private Connection transaction() throws Exception {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private long rows(String state) throws Exception {
        return database.number("select count(*) from TABLE where state " + state);
    }

    @Test
    void an_event_is_published_after_the_commit_as_a_publisher_would_write_it() throws Exception {
        DomainEvent event = DomainEvent.of("user.updated", "user_id", 42)
                .changed("country", "city")
                .version(7)
                .correlatedWith("request-1");
        commit(event);
        try (Relay relay = outbox.relay(broker);
                EventPublisher publisher =
                        EventPublisher.to(exchange).source("user-service").open(broker)) {
            publisher.publish(event);

            flushAll(relay, 1);

            assertThat(queue.awaitMessages(2).get(1))
                    .isEqualTo(queue.awaitMessages(2).get(0));
            assertThat(rows("= 1")).isEqualTo(1);
            assertThat(relay.flush()).isEqualTo(Relay.Flushed.NOTHING);
        }
    }

    /** Flushes until so many were published in all. */
    private static void flushAll(Relay relay, int published) {
        int[] sum = {0};
        await().atMost(Duration.ofSeconds(20))
                .until(() -> (sum[0] += relay.flush().published()) >= published);
        assertThat(sum[0]).isEqualTo(published);
    }

    @Test
    void what_is_rolled_back_is_never_published() throws Exception {
        try (Connection connection = transaction()) {
            outbox.publish(connection, event(1));
            connection.rollback();
        }
        commit(event(2));
        try (Relay relay = outbox.relay(broker)) {
            flushAll(relay, 1);
            assertThat(queue.entities()).containsExactly(2L);
        }
    }

    @Test
    void a_connection_in_auto_commit_is_refused() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> outbox.publish(connection, event(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto-commit")
                    .hasMessageContaining("setAutoCommit(false)");
        }
        assertThat(rows(">= 0")).isZero();
    }

    @Test
    void it_joins_the_current_transaction_and_leaves_it_open() throws Exception {
        assertThatThrownBy(() -> outbox.publish(event(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("joining(...)");
        try (Connection current = transaction()) {
            outbox.joining(() -> current).publish(event(1));
            assertThat(current.isClosed()).isFalse();
            assertThat(rows("= 0")).isZero();
            current.commit();
        }
        assertThat(rows("= 0")).isEqualTo(1);
    }

    @Test
    void tables_may_be_made_twice_and_by_many_at_the_same_time() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TestDatabase fresh = database()) {
            JdbcOutbox another =
                    EventPublisher.to(exchange).outbox(fresh.dataSource()).table(fresh.table());
            assertThatThrownBy(() -> another.relay(broker).start())
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContaining("createTables()");
            Callable<JdbcOutbox> create = another::createTables;
            for (Future<JdbcOutbox> each : threads.invokeAll(List.of(create, create, create, create))) {
                each.get();
            }
            assertThat(fresh.number("select count(*) from TABLE_version")).isEqualTo(1);
            assertThat(another.ddl()).contains(fresh.table() + "_lease").doesNotContain("tidings_outbox ");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tables_of_another_version_are_refused_at_the_start() throws Exception {
        database.run("update TABLE_version set version = 2");
        assertThatThrownBy(() -> outbox.relay(broker).start())
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("newer version");
    }

    @Test
    void a_transaction_that_commits_late_is_not_skipped() throws Exception {
        try (Relay relay = outbox.relay(broker);
                Connection late = transaction()) {
            outbox.publish(late, event(1));
            commit(event(2));
            flushAll(relay, 1);
            assertThat(queue.entities()).containsExactly(2L);

            late.commit();
            flushAll(relay, 1);
            assertThat(queue.entities()).containsExactly(2L, 1L);
        }
    }

    @Test
    void events_of_one_entity_keep_their_order() throws Exception {
        DomainEvent[] events = new DomainEvent[600];
        for (int i = 0; i < events.length; i++) {
            events[i] = event(i % 7).version(i);
        }
        commit(events);
        try (Relay relay = outbox.relay(broker)) {
            flushAll(relay, events.length);
            List<DomainEvent> arrived = queue.await(events.length);
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
    void an_event_that_nobody_wants_is_told_and_done() throws Exception {
        commit(DomainEvent.of("order.placed", "order_id", 1));
        try (Relay relay = outbox.relay(broker)) {
            int[] unrouted = {0};
            await().until(() -> (unrouted[0] += relay.flush().unrouted()) == 1);
            assertThat(rows("= 2")).isEqualTo(1);
        }
    }

    @Test
    void where_a_route_is_required_an_event_waits_for_its_queue_and_others_pass() throws Exception {
        outbox = EventPublisher.to(exchange)
                .requireRoute()
                .outbox(database.dataSource())
                .table(database.table());
        commit(DomainEvent.of("order.placed", "order_id", 1), event(2));
        try (Relay relay = outbox.relay(broker)) {
            flushAll(relay, 1);
            assertThat(queue.entities()).containsExactly(2L);
            assertThat(relay.health().words()).contains("no queue is bound for routing key order.placed");

            queue.bind("order.#");
            flushAll(relay, 1);
            assertThat(rows("= 0")).isZero();
        }
    }

    @Test
    void a_row_that_cannot_be_sent_is_set_aside_and_can_be_retried() throws Exception {
        DomainEvent poison = event(1);
        commit(poison, event(1), event(2));
        database.run("update TABLE set properties = 'no JSON' where event_id = '" + poison.eventId() + "'");
        try (Relay relay = outbox.relay(broker)) {
            flushAll(relay, 2);
            assertThat(queue.entities()).containsExactlyInAnyOrder(1L, 2L);
            assertThat(relay.setAside()).singleElement().satisfies(aside -> {
                assertThat(aside.eventId()).isEqualTo(poison.eventId());
                assertThat(aside.routingKey()).isEqualTo("user.created");
                assertThat(aside.reason()).contains("not JSON");
                assertThat(aside.since()).isNotNull();
            });

            String good =
                    "(select properties from (select * from TABLE) good where state = 1 and entity = TABLE.entity)";
            database.run("update TABLE set properties = " + good + " where state = 3");
            assertThat(relay.retry(poison.eventId())).isEqualTo(1);
            assertThat(relay.retry("nobody's")).isZero();
            flushAll(relay, 1);
            assertThat(relay.setAside()).isEmpty();
        }
    }

    @Test
    void keeping_order_the_later_events_of_an_entity_wait_for_one_that_is_set_aside() throws Exception {
        outbox = outbox.keepingOrder();
        DomainEvent poison = event(1);
        commit(poison, event(1), event(2));
        database.run("update TABLE set properties = '{}' where event_id = '" + poison.eventId() + "'");
        try (Relay relay = outbox.relay(broker)) {
            flushAll(relay, 1);
            assertThat(queue.entities()).containsExactly(2L);
            assertThat(relay.flush().published()).isZero();

            database.run("delete from TABLE where state = 3");
            flushAll(relay, 1);
            assertThat(queue.entities()).containsExactly(2L, 1L);
        }
    }

    @Test
    void a_started_relay_sends_what_is_committed_from_then_on() throws Exception {
        try (Relay relay = outbox.relay(broker).start()) {
            commit(event(1), event(2));
            assertThat(queue.await(2)).hasSize(2);
            commit(event(3));
            assertThat(queue.await(3)).hasSize(3);
            await().until(() -> rows("= 1") == 3);
            assertThat(relay.health().words()).contains("holds 16 of 16 slots");
        }
    }

    @Test
    void two_relays_share_the_slots_and_send_each_event_once() throws Exception {
        try (Relay first = outbox.relay(broker).start();
                Relay second = outbox.relay(broker).start()) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> first.health().words().contains("holds 8 of")
                            && second.health().words().contains("holds 8 of"));
            DomainEvent[] events = new DomainEvent[500];
            for (int i = 0; i < events.length; i++) {
                events[i] = event(i);
            }
            commit(events);
            await().atMost(Duration.ofSeconds(10)).until(() -> rows("= 0") == 0);
            assertThat(queue.await(500)).hasSize(500);
        }
    }

    @Test
    void the_slots_of_a_relay_that_vanished_are_taken_over_when_its_lease_ends() throws Exception {
        try (Relay vanished = outbox.relay(broker);
                Relay successor = outbox.relay(broker)) {
            vanished.flush();
            commit(event(1));
            assertThat(successor.flush().published()).isZero();

            flushAll(successor, 1);
            assertThat(queue.entities()).containsExactly(1L);
        }
    }

    @Test
    void a_closed_relay_leaves_its_slots_to_others_at_once() throws Exception {
        Relay first =
                outbox.times(Duration.ofMinutes(10), Duration.ofMillis(50)).relay(broker);
        first.flush();
        first.close();
        commit(event(1));
        try (Relay second = outbox.relay(broker)) {
            flushAll(second, 1);
        }
        assertThat(database.number("select count(*) from TABLE_relay")).isZero();
    }

    @Test
    void old_published_rows_are_deleted_and_no_others() throws Exception {
        DomainEvent poison = event(3);
        commit(event(1), poison);
        database.run("update TABLE set properties = '' where event_id = '" + poison.eventId() + "'");
        try (Relay relay = outbox.relay(broker)) {
            flushAll(relay, 1);
        }
        commit(event(2));
        try (Relay next = outbox.retention(Duration.ZERO).relay(broker)) {
            // Its first look cleans up before it publishes.
            await().until(() -> next.flush().published() == 1);
        }
        assertThat(rows("= 1")).isEqualTo(1);
        assertThat(rows("= 3")).isEqualTo(1);
    }

    @Test
    void events_stored_while_the_broker_is_away_are_sent_when_it_is_there() throws Exception {
        List<DomainEvent> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            events.add(event(i));
        }
        try (Broker nowhere = Broker.connect("amqp://localhost:1");
                Relay relay = outbox.relay(nowhere)) {
            commit(events.toArray(DomainEvent[]::new));
            assertThat(relay.flush().any()).isFalse();
            assertThat(relay.health().words()).contains("nobody listens there");
        }
        assertThat(rows("= 0")).isEqualTo(50);
        try (Relay relay = outbox.relay(broker)) {
            flushAll(relay, 50);
        }
    }
}
