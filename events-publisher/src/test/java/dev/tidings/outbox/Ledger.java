package dev.tidings.outbox;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.publisher.EventPublisher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.core.ConditionTimeoutException;

/** A service's committed business rows against the events that arrived in a queue, by event id. */
final class Ledger implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final TestDatabase database;
    private final com.rabbitmq.client.Connection connection;
    private final Channel channel;
    private final String exchange;
    private final Map<String, Integer> arrived = new ConcurrentHashMap<>();
    private final Map<Long, Long> versions = new ConcurrentHashMap<>();
    private final Set<String> markers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger outOfOrder = new AtomicInteger();

    /** What came of it. */
    record Figures(int committed, int lost, int duplicates, int ghosts) {}

    Ledger(String uri, String exchange, TestDatabase database) throws Exception {
        this.database = database;
        this.exchange = exchange;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection("ledger");
        channel = connection.createChannel();
        channel.exchangeDeclare(exchange, "topic", true);
        channel.queueDeclare(exchange, true, false, false, Map.of("x-queue-type", "quorum"));
        channel.queueBind(exchange, exchange, "#");
        channel.basicConsume(exchange, true, (tag, delivery) -> arrive(delivery), tag -> {});
        outbox().createTables();
        database.run("create table TABLE_business (event_id varchar(36) primary key)");
    }

    private void arrive(Delivery delivery) {
        BasicProperties properties = delivery.getProperties();
        if (properties.getMessageId() == null) {
            markers.add(properties.getType());
            return;
        }
        DomainEvent event = ArrivedEvents.message(delivery).readWith(EventFormat.standard());
        if (arrived.merge(event.eventId(), 1, Integer::sum) == 1
                && event.version().isPresent()) {
            long version = event.version().orElseThrow();
            Long before = versions.put(event.longId("user_id"), version);
            if (before != null && before > version) {
                outOfOrder.incrementAndGet();
            }
        }
    }

    /** The outbox as it is used here, in any process. */
    static JdbcOutbox outbox(DataSource dataSource, String table, String exchange) {
        return EventPublisher.to(exchange)
                .source("user-service")
                .deadline(Duration.ofSeconds(3))
                .outbox(dataSource)
                .table(table)
                .times(LEASE, POLL);
    }

    JdbcOutbox outbox() {
        return outbox(database.dataSource(), database.table(), exchange);
    }

    static DomainEvent event(long entity) {
        return DomainEvent.of("user.created", "user_id", entity);
    }

    /** What a service does within a transaction. */
    static void write(Connection transaction, JdbcOutbox outbox, String table, DomainEvent event) throws SQLException {
        Sql.update(transaction, "insert into " + table + "_business (event_id) values (?)", event.eventId());
        outbox.publish(transaction, event);
    }

    void commit(DomainEvent... events) throws SQLException {
        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            for (DomainEvent event : events) {
                write(transaction, outbox(), database.table(), event);
            }
            transaction.commit();
        }
    }

    /** Commits so many events of different entities, together. */
    void commit(int events) throws SQLException {
        DomainEvent[] all = new DomainEvent[events];
        for (int i = 0; i < events; i++) {
            all[i] = event(i);
        }
        commit(all);
    }

    Set<String> committed() throws SQLException {
        Set<String> ids = new HashSet<>();
        try (Connection reader = database.dataSource().getConnection();
                var statement = reader.createStatement();
                var result = statement.executeQuery("select event_id from " + database.table() + "_business")) {
            while (result.next()) {
                ids.add(result.getString(1));
            }
        }
        return ids;
    }

    int arrived() {
        return arrived.size();
    }

    /** First arrivals of an entity's event after that of a later one. */
    int outOfOrder() {
        return outOfOrder.get();
    }

    /** Waits until nothing is pending and all has arrived, and prints what came of it, with the time since then. */
    Figures settle(String row, int injected, long since) throws Exception {
        try {
            await().atMost(DEADLINE).until(() -> database.number("select count(*) from TABLE where state = 0") == 0);
        } catch (ConditionTimeoutException e) {
            System.out.println("outbox fault " + row + ": rows are still pending after " + DEADLINE);
        }
        String marker = "marker " + markers.size();
        channel.basicPublish(
                "", exchange, new BasicProperties.Builder().type(marker).build(), new byte[0]);
        await().atMost(DEADLINE).until(() -> markers.contains(marker));
        double seconds = (System.nanoTime() - since) / 1e9;
        Set<String> committed = committed();
        Set<String> lost = new HashSet<>(committed);
        lost.removeAll(arrived.keySet());
        Set<String> ghosts = new HashSet<>(arrived.keySet());
        ghosts.removeAll(committed);
        int duplicates = arrived.values().stream().mapToInt(times -> times - 1).sum();
        Figures figures = new Figures(committed.size(), lost.size(), duplicates, ghosts.size());
        System.out.printf(
                "outbox fault %s: injected %d, committed %d, lost %d, duplicates %d, ghosts %d, %.1f s to recover%n",
                row, injected, figures.committed(), figures.lost(), figures.duplicates(), figures.ghosts(), seconds);
        return figures;
    }

    @Override
    public void close() throws java.io.IOException {
        connection.close();
    }
}
