package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More rows than one look takes in have to wait, and others are behind them. */
@Tag("slow")
class OrderBehindHeldTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int MORE_THAN_A_LOOK = 2_100;
    private static Broker broker;

    @BeforeAll
    static void connect() {
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
    }

    @AfterAll
    static void disconnect() {
        broker.close();
    }

    /** An outbox, its queue for all but orders, and a relay that is flushed by hand. */
    private record Site(TestDatabase database, ArrivedEvents queue, JdbcOutbox outbox, Relay relay)
            implements AutoCloseable {

        static Site open(String name, String test) throws Exception {
            TestDatabase database = TestDatabase.named(name);
            String exchange = rabbit.name("outbox-" + test + "-" + name);
            ArrivedEvents queue = new ArrivedEvents(rabbit.uri(), exchange, "user.#");
            JdbcOutbox outbox = EventPublisher.to(exchange)
                    .requireRoute()
                    .outbox(database.dataSource())
                    .table(database.table())
                    .keepingOrder()
                    .createTables();
            return new Site(database, queue, outbox, outbox.relay(broker));
        }

        Connection transaction() throws Exception {
            Connection connection = database.dataSource().getConnection();
            connection.setAutoCommit(false);
            return connection;
        }

        void commit(DomainEvent... events) throws Exception {
            try (Connection connection = transaction()) {
                for (DomainEvent event : events) {
                    outbox.publish(connection, event);
                }
                connection.commit();
            }
        }

        /** Orders of one entity, which nobody wants; found to be unwanted, and then seen to wait. */
        void holdMoreThanALook() throws Exception {
            commit(LongStream.range(0, MORE_THAN_A_LOOK)
                    .mapToObj(version ->
                            DomainEvent.of("order.placed", "user_id", 1).version(version))
                    .toArray(DomainEvent[]::new));
            await().until(() -> {
                relay.flush();
                return relay.health().words().contains("no queue is bound for routing key order.placed");
            });
            relay.flush();
        }

        void flush(int published) {
            int[] sum = {0};
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> (sum[0] += relay.flush().published()) >= published);
        }

        List<Long> versions(int count) {
            return queue.await(count).stream()
                    .map(event -> event.version().orElseThrow())
                    .toList();
        }

        @Override
        public void close() throws IOException, SQLException {
            relay.close();
            queue.close();
            database.close();
        }
    }

    private static DomainEvent event(long version) {
        return DomainEvent.of("user.updated", "user_id", 2).version(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void an_event_that_commits_late_is_not_overtaken_by_a_later_one_of_its_entity(String name) throws Exception {
        try (Site site = Site.open(name, "late");
                Connection late = site.transaction()) {
            site.outbox().publish(late, event(1));
            site.holdMoreThanALook();
            late.commit();
            site.commit(event(2));

            site.flush(2);
            assertThat(site.versions(2)).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void an_event_that_is_put_back_is_not_overtaken_by_a_later_one_of_its_entity(String name) throws Exception {
        try (Site site = Site.open(name, "put-back")) {
            DomainEvent poison = event(1);
            site.commit(poison);
            site.database().run("update TABLE set state = 3");
            site.holdMoreThanALook();
            site.commit(event(2));
            assertThat(site.relay().retry(poison.eventId())).isEqualTo(1);

            site.flush(2);
            assertThat(site.versions(2)).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void an_entity_that_need_not_wait_any_more_goes_on_with_its_first_event(String name) throws Exception {
        try (Site site = Site.open(name, "held")) {
            site.holdMoreThanALook();
            site.queue().bind("order.#");

            site.flush(1);
            assertThat(site.versions(1)).isSorted().startsWith(0L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void events_behind_many_that_wait_are_sent_in_the_next_look(String name) throws Exception {
        try (Site site = Site.open(name, "behind")) {
            site.holdMoreThanALook();
            List<DomainEvent> others = new ArrayList<>();
            for (int version = 0; version < 100; version++) {
                others.add(event(version));
            }
            site.commit(others.toArray(DomainEvent[]::new));

            site.flush(100);
            assertThat(site.versions(100)).isSorted().hasSize(100);
            assertThat(site.database().number("select count(*) from TABLE where state = 0"))
                    .isEqualTo(MORE_THAN_A_LOOK);
        }
    }
}
