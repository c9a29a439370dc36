package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.broker.RabbitMqNode;
import dev.tidings.testkit.process.DatabaseServer;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Events that were published, against the effects that the handlers of a group have left. Not for use by several threads. */
final class Ledger implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Place place;
    private final HikariDataSource pool;
    private final Connection connection;
    private final Channel channel;
    private final Map<String, Fate> published = new HashMap<>();
    private final Map<String, Integer> letters = new HashMap<>();

    /** What came of it. */
    record Figures(int events, int lost, int duplicates, long dead) {}

    private Ledger(Place place) throws Exception {
        this.place = place;
        pool = place.pool();
        run("create table TABLE (consumer varchar(100) not null, event_id varchar(100) not null)");
        place.store(pool).createTables().close();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(place.uri());
        connection = factory.newConnection("ledger");
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    /** In the database that all tests share. */
    static Ledger open(RabbitMq rabbit, String word) throws Exception {
        return open(rabbit, word, DatabaseServer.postgresql().url());
    }

    static Ledger open(RabbitMq rabbit, String word, String url) throws Exception {
        Place place = new Place(url, table(), rabbit.uri(), rabbit.name("users-" + word), rabbit.name("group-" + word));
        rabbit.alsoDelete(place.retryQueue(), place.deadQueue(), place.aloneQueue());
        return new Ledger(place);
    }

    /** The same on a broker of the test's own, under new names. */
    static Ledger open(RabbitMqNode node) throws Exception {
        String table = table();
        String url = DatabaseServer.postgresql().url();
        return new Ledger(new Place(url, table, node.uri(), "users_" + table, "group_" + table));
    }

    private static String table() {
        return "ledger_" + UUID.randomUUID().toString().substring(0, 8);
    }

    Place place() {
        return place;
    }

    HikariDataSource pool() {
        return pool;
    }

    /** So many new events, of different entities. */
    List<String> publish(int events) throws Exception {
        List<String> ids = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(events)
                .toList();
        publish(ids);
        return ids;
    }

    /** The group's queue must be there. */
    void publish(List<String> ids) throws Exception {
        for (String id : ids) {
            publish(id, id.hashCode());
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    /** So many new events, each at once a second time; of two instances each gets one. */
    void publishTwice(int events) throws Exception {
        List<String> pairs = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(events)
                .flatMap(id -> Stream.of(id, id))
                .toList();
        publish(pairs);
    }

    /** So many new events, of different entities, with any {@link Fate}. */
    void publishAny(int events, Random random) throws Exception {
        for (int i = 0; i < events; i++) {
            String id = UUID.randomUUID().toString();
            publish(id, id.hashCode(), Fate.any(random));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    /** Says that something happened to an entity. */
    void publish(String id, int entity) throws IOException {
        publish(id, entity, Fate.GOOD);
    }

    private void publish(String id, int entity, Fate fate) throws IOException {
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().messageId(id).deliveryMode(2).build();
        channel.basicPublish(
                place.exchange(),
                fate.key(),
                properties,
                "{\"user_id\":%d}".formatted(entity).getBytes(UTF_8));
        published.put(id, fate);
    }

    /** The events that are to end so. */
    Set<String> published(Fate fate) {
        Set<String> ids = new HashSet<>(published.keySet());
        ids.removeIf(id -> published.get(id) != fate);
        return ids;
    }

    /** How often each event took effect. */
    Map<String, Integer> effects() throws SQLException {
        Map<String, Integer> effects = new HashMap<>();
        try (java.sql.Connection reader = pool.getConnection();
                Statement statement = reader.createStatement();
                ResultSet result = statement.executeQuery(
                        "select event_id, count(*) from " + place.table() + " group by event_id")) {
            while (result.next()) {
                effects.put(result.getString(1), result.getInt(2));
            }
        }
        return effects;
    }

    /** The one number that a query gives, with the table's name for {@code TABLE}. */
    long number(String sql) throws SQLException {
        try (java.sql.Connection reader = pool.getConnection();
                Statement statement = reader.createStatement();
                ResultSet result = statement.executeQuery(sql.replace("TABLE", place.table()))) {
            result.next();
            return result.getLong(1);
        }
    }

    void run(String sql) throws SQLException {
        try (java.sql.Connection writer = pool.getConnection();
                Statement statement = writer.createStatement()) {
            statement.execute(sql.replace("TABLE", place.table()));
        }
    }

    /** Waits until so many effects are there. */
    void awaitEffects(long atLeast) {
        await().pollInterval(LOOK)
                .atMost(DEADLINE)
                .until(() -> number("select count(distinct event_id) from TABLE") >= atLeast);
    }

    long depth(String queue) throws IOException {
        return channel.messageCount(queue);
    }

    /** As an operator may by mistake. */
    void deleteQueue(String queue) throws IOException {
        channel.queueDelete(queue);
    }

    /** Waits until every event has its effect or is a dead letter. */
    void awaitAll() {
        await().pollInterval(LOOK).atMost(DEADLINE).until(() -> lost() == 0);
    }

    private boolean isQuiet() throws IOException {
        return depth(place.group()) + depth(place.retryQueue()) + depth(place.aloneQueue()) == 0;
    }

    /** Neither with an effect nor a dead letter. */
    private int lost() throws IOException, SQLException {
        Set<String> lost = new HashSet<>(published.keySet());
        lost.removeAll(effects().keySet());
        lost.removeAll(letters().keySet());
        return lost.size();
    }

    /** How often each event is a dead letter. Takes them out of their queue. */
    Map<String, Integer> letters() throws IOException {
        for (GetResponse next = take(); next != null; next = take()) {
            letters.merge(next.getProps().getMessageId(), 1, Integer::sum);
        }
        return letters;
    }

    private @Nullable GetResponse take() throws IOException {
        return channel.basicGet(place.deadQueue(), true);
    }

    /** What nobody has published, and is there nevertheless. */
    Set<String> ghosts() throws IOException, SQLException {
        Set<String> ghosts = new HashSet<>(effects().keySet());
        ghosts.addAll(letters().keySet());
        ghosts.removeAll(published.keySet());
        return ghosts;
    }

    /**
     * Has an undisturbed instance handle the rest until nothing is left anywhere, and prints what came of it, with the time from then
     * until every event had its effect. Every other instance is closed.
     */
    Figures settle(String row, int injected, long since, ConsumerGroup.Spec last) throws Exception {
        double seconds = Double.NaN;
        try (Broker broker = Broker.connect(place.uri())) {
            boolean left = true;
            while (left) {
                try (ConsumerGroup instance = last.start(broker)) {
                    instance.awaitConsuming(DEADLINE);
                    awaitAll();
                    seconds = Double.isNaN(seconds) ? (System.nanoTime() - since) / 1e9 : seconds;
                    await().pollInterval(LOOK).atMost(DEADLINE).until(this::isQuiet);
                } catch (ConditionTimeoutException e) {
                    System.out.println("consumer fault " + row + ": not settled after " + DEADLINE);
                    break;
                }
                await().until(() -> channel.consumerCount(place.group()) == 0);
                left = !isQuiet();
            }
        }
        int duplicates =
                effects().values().stream().mapToInt(times -> times - 1).sum();
        int dead = letters().values().stream().mapToInt(Integer::intValue).sum();
        Figures figures = new Figures(published.size(), lost(), duplicates, dead);
        System.out.printf(
                "consumer fault %s: injected %d, events %,d, lost %d, duplicated effects %d, dead letters %d, %.1f s to recover%n",
                row, injected, figures.events(), figures.lost(), figures.duplicates(), figures.dead(), seconds);
        return figures;
    }

    @Override
    public void close() throws IOException, SQLException {
        connection.close();
        run("drop table if exists TABLE, TABLE_keys, TABLE_keys_version");
        pool.close();
    }
}
