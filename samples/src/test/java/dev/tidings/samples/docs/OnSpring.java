package dev.tidings.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.embedded.EmbeddedBroker;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.process.DatabaseServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A broker, and a schema of PostgreSQL that nobody else uses. The pool has two connections for a group of four workers, so whoever keeps
 * one is found out.
 */
abstract class OnSpring {
    static final long FORBIDDEN = 13;
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private final String schema = "spring_" + UUID.randomUUID().toString().substring(0, 8);
    private final Queue<Handled> observed = new ConcurrentLinkedQueue<>();
    private EmbeddedBroker embedded;
    private Broker broker;
    private EventPublisher shop;
    HikariDataSource pool;
    JdbcTemplate jdbc;

    @BeforeEach
    void open() {
        pool = pool();
        jdbc = new JdbcTemplate(pool);
        jdbc.execute("create schema " + schema);
        jdbc.execute("create sequence payment_id");
        jdbc.execute("create table payment (id bigint primary key default nextval('payment_id'),"
                + " order_id bigint not null check (order_id <> " + FORBIDDEN
                + "), note varchar(10), made_by bigint not null default txid_current())");
        embedded = EmbeddedBroker.start();
        broker = Broker.connect(embedded.uri()).awaitConnected(Duration.ofSeconds(20));
        shop = EventPublisher.to("shop").source("shop").open(broker);
    }

    private HikariDataSource pool() {
        return DatabaseServer.postgresql().pool(2, config -> config.addDataSourceProperty("currentSchema", schema));
    }

    @AfterEach
    void close() {
        broker.close();
        embedded.close();
        await().atMost(AT_MOST)
                .untilAsserted(() -> assertThat(pool.getHikariPoolMXBean().getActiveConnections())
                        .as("connections not given back")
                        .isZero());
        jdbc.execute("drop schema " + schema + " cascade");
        pool.close();
    }

    /** The first failure is final. */
    void start(ConsumerGroup.Spec group) {
        group.concurrency(4)
                .onFailure(FailurePolicy.retryAfter())
                .observing(observed::add)
                .start(broker)
                .awaitConsuming(Duration.ofSeconds(20));
    }

    /** An event for each of these orders. */
    static List<DomainEvent> events(int count) {
        return LongStream.range(0, count).mapToObj(OnSpring::event).collect(ArrayList::new, List::add, List::addAll);
    }

    static DomainEvent event(long order) {
        return DomainEvent.of("order.paid", "order_id", order)
                .identifiedBy(UUID.randomUUID().toString());
    }

    void publish(Collection<DomainEvent> events) {
        events.forEach(event -> assertThat(shop.publish(event)).isNotNull());
    }

    /** What became of them, when something became of all. */
    List<Handled> verdicts(int count) {
        await().atMost(AT_MOST).until(() -> observed.size() >= count);
        return List.copyOf(observed);
    }

    /** Waits until something became of so many, and tells which failed for good. */
    List<Handled> dead(int count) {
        return verdicts(count).stream()
                .filter(handled -> handled.verdict() == Verdict.DEAD)
                .toList();
    }

    /** The orders that have a payment, each as often as it has one. */
    List<Long> paid() {
        return jdbc.queryForList("select order_id from payment order by order_id", Long.class);
    }

    /** In how many transactions payments were made. */
    int transactions() {
        return jdbc.queryForList("select distinct made_by from payment").size();
    }

    /** How many events are remembered as handled. */
    int remembered() {
        return jdbc.queryForList("select event_id from tidings_handled where state = 1")
                .size();
    }

    static List<Long> allBut(long none, int count) {
        return LongStream.range(0, count).filter(order -> order != none).boxed().toList();
    }
}
