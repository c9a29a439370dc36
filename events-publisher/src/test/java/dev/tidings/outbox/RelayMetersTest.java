package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.Warnings;
import dev.tidings.testkit.broker.RabbitMq;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a relay's meters say is what has happened. */
class RelayMetersTest {
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
        return registry.get("tidings.outbox.published")
                .tags("exchange", exchange, "outcome", outcome)
                .counter()
                .count();
    }

    private static double count(String meter, String exchange) {
        return registry.get(meter).tag("exchange", exchange).counter().count();
    }

    private static boolean hasAge(String exchange) {
        return registry.find("tidings.outbox.oldest.age")
                        .tag("exchange", exchange)
                        .gauge()
                != null;
    }

    private static double age(String exchange) {
        return registry.get("tidings.outbox.oldest.age")
                .tag("exchange", exchange)
                .gauge()
                .value();
    }

    private static void flushUntilNothingIsPending(Relay relay, TestDatabase database) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            relay.flush();
            return database.number("select count(*) from TABLE where state = 0") == 0;
        });
    }

    @Test
    void what_was_answered_is_counted_by_its_outcome_and_a_key_that_nobody_wants_is_told_once() throws Exception {
        String exchange = rabbit.name("relay-counted");
        try (TestDatabase database = TestDatabase.h2();
                ArrivedEvents queue = new ArrivedEvents(rabbit.uri(), exchange, "user.#");
                Warnings warnings = new Warnings();
                Relay relay = Ledger.outbox(database.dataSource(), database.table(), exchange)
                        .createTables()
                        .relay(broker)) {
            store(
                    database,
                    exchange,
                    Ledger.event(1),
                    Ledger.event(1),
                    Ledger.event(2),
                    DomainEvent.of("order.placed", "order_id", 1),
                    DomainEvent.of("order.placed", "order_id", 2));
            flushUntilNothingIsPending(relay, database);

            assertThat(queue.entities()).hasSize(3);
            assertThat(published(exchange, "routed")).isEqualTo(3);
            assertThat(published(exchange, "unrouted")).isEqualTo(2);
            assertThat(published(exchange, "not_published")).isZero();
            assertThat(published(exchange, "unknown")).isZero();
            assertThat(registry.get("tidings.outbox.unrouted")
                            .tags("exchange", exchange, "routing.key", "order.placed")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(warnings.lines()).singleElement().asString().contains("nobody listens", "order.placed");
        }
    }

    @Test
    void a_row_that_holds_no_message_is_counted_as_set_aside() throws Exception {
        String exchange = rabbit.name("relay-aside");
        try (TestDatabase database = TestDatabase.h2();
                Relay relay = Ledger.outbox(database.dataSource(), database.table(), exchange)
                        .createTables()
                        .relay(broker)) {
            store(database, exchange, Ledger.event(1), Ledger.event(2));
            database.run("update TABLE set properties = 'no JSON'");
            flushUntilNothingIsPending(relay, database);

            assertThat(count("tidings.outbox.set.aside", exchange)).isEqualTo(2);
            assertThat(published(exchange, "routed")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void the_age_is_that_of_the_oldest_pending_event_also_while_the_broker_is_away(String name) throws Exception {
        String exchange = rabbit.name("relay-age-" + name);
        try (TestDatabase database = TestDatabase.named(name);
                Broker nowhere = Broker.connect("amqp://localhost:1")) {
            JdbcOutbox outbox = Ledger.outbox(database.dataSource(), database.table(), exchange)
                    .createTables();
            store(database, exchange, Ledger.event(1));
            database.run("update TABLE set stored_at = stored_at - interval '2' hour");
            store(database, exchange, Ledger.event(2));
            try (Relay waiting = outbox.relay(nowhere)) {
                waiting.flush();
                assertThat(age(exchange)).isBetween(7_199.0, 7_800.0);
            }
            assertThat(hasAge(exchange)).isFalse();

            try (Relay relay = outbox.relay(broker)) {
                flushUntilNothingIsPending(relay, database);
                await().atMost(Duration.ofSeconds(10)).until(() -> {
                    relay.flush();
                    return age(exchange) == 0;
                });
                assertThat(published(exchange, "unrouted")).isEqualTo(2);
            }
        }
    }

    private static void store(TestDatabase database, String exchange, DomainEvent... events) throws Exception {
        JdbcOutbox outbox = Ledger.outbox(database.dataSource(), database.table(), exchange);
        try (var transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            for (DomainEvent event : events) {
                outbox.publish(transaction, event);
            }
            transaction.commit();
        }
    }
}
