package dev.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import dev.tidings.mirror.Mirror;
import dev.tidings.mirror.jdbc.JdbcMirror;
import dev.tidings.owner.Owner;
import dev.tidings.owner.Resource;
import dev.tidings.owner.Version;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An owner of users, over HTTP, and a group on a broker that mirrors them in a table of PostgreSQL. What the owner has is known here, to be
 * held against the table.
 */
@Timeout(1_200)
abstract class OnMirroredOwner {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    static final Duration DEADLINE = Duration.ofSeconds(60);
    static final FailurePolicy SOON = FailurePolicy.retryAfter(
            Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1));

    final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    final Random random = new Random(seed);
    final FakeOwner owner = FakeOwner.start().collection("/profiles", "/users/{user_id}/profile", 500);
    final Queue<Handled> observed = new ConcurrentLinkedQueue<>();

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String table = "mirrored_" + id;
    private final HikariDataSource pool = DatabaseServer.postgresql().pool(10);
    private final Map<Long, Long> versions = new TreeMap<>();
    private final Map<Long, String> cities = new TreeMap<>();
    private long published;

    JdbcMirror<Profile> copies;
    Broker broker;
    EventPublisher publisher;
    String exchange;

    record Profile(String city) {}

    @BeforeEach
    void open() {
        System.out.println(getClass().getSimpleName() + ": -Dtidings.seed=" + seed);
        copies = JdbcMirror.table(table, Profile.class, pool).keyedBy("user_id").createTables();
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
        exchange = rabbit.name("users-" + id);
        publisher = EventPublisher.to(exchange).open(broker);
    }

    @AfterEach
    void close() throws SQLException {
        broker.close();
        owner.close();
        try (pool;
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table " + table);
        }
    }

    final Owner here() {
        return Owner.at(owner.url()).deadline(Duration.ofSeconds(2));
    }

    static Resource<Profile> profiles(Owner at) {
        return at.resource("/users/{user_id}/profile", Profile.class).pages("/profiles?after={cursor}");
    }

    final Mirror<Profile> mirror(Owner at) {
        return Mirror.of(profiles(at), copies);
    }

    static String path(long user) {
        return "/users/" + user + "/profile";
    }

    /** The owner has another state of this user from now on; the event tells of it. */
    final DomainEvent change(long user) {
        long version = next(user);
        cities.put(user, "city " + version + " of " + user);
        owner.put(path(user), version, new Profile("city " + version + " of " + user));
        return event("user.updated", user, version);
    }

    final DomainEvent remove(long user) {
        long version = next(user);
        cities.remove(user);
        owner.remove(path(user));
        return event("user.deleted", user, version);
    }

    /** The owner has this user again, and counts its versions from 1. */
    final DomainEvent restart(long user) {
        versions.put(user, 1L);
        cities.put(user, "city of the new " + user);
        owner.put(path(user), new Version(1, 1), new Profile("city of the new " + user));
        return event("user.created", user, 1);
    }

    private long next(long user) {
        return versions.merge(user, 1L, Long::sum);
    }

    static DomainEvent event(String type, long user, long version) {
        return DomainEvent.of(type, "user_id", user).version(version).occurredAt(Instant.now());
    }

    /** A change of each user from 1 on. */
    final List<DomainEvent> changeAll(long users) {
        return LongStream.rangeClosed(1, users).mapToObj(this::change).toList();
    }

    final String group() {
        return "mirror-" + id;
    }

    final ConsumerGroup.Spec spec(String name) {
        rabbit.alsoDelete(
                rabbit.name(name),
                rabbit.name(name) + ".dead",
                rabbit.name(name) + ".alone",
                rabbit.name(name) + ".retry.200ms");
        return ConsumerGroup.named(rabbit.name(name)).onFailure(SOON).observing(observed::add);
    }

    final ConsumerGroup start(ConsumerGroup.Spec spec) {
        return spec.start(broker).awaitConsuming(Duration.ofSeconds(20));
    }

    final ConsumerGroup start(Mirror<Profile> mirror) {
        return start(spec(group()).mirror(exchange, "#", mirror));
    }

    /** Returns when the broker has confirmed them all. */
    final void publish(List<DomainEvent> events) {
        List<CompletableFuture<EventPublisher.Outcome>> outcomes =
                events.stream().map(publisher::publishAsync).toList();
        outcomes.forEach(outcome -> assertThat(outcome.join()).isEqualTo(EventPublisher.Outcome.ROUTED));
        published += events.size();
    }

    final void publish(DomainEvent event) {
        publish(List.of(event));
    }

    final long count(Verdict verdict) {
        return observed.stream().filter(handled -> handled.verdict() == verdict).count();
    }

    /** Waits until each event that was published is done or dead. Of copies that are taken together one counts as a duplicate. */
    final void awaitEnd() {
        await().atMost(DEADLINE)
                .until(() -> count(Verdict.DONE) + count(Verdict.DUPLICATE) + count(Verdict.DEAD) >= published);
    }

    /** Waits until copies equal the owner; it may be before all events were handled. */
    final void awaitEqual() {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(present()).isEqualTo(cities));
    }

    final long highestAttempt() {
        return observed.stream().mapToInt(Handled::attempt).max().orElse(0);
    }

    /** The copies that are there. */
    final Map<Long, String> present() throws SQLException {
        Map<Long, String> present = new TreeMap<>();
        query(
                "select user_id, city from " + table + " where state = 'present'",
                row -> present.put(Long.parseLong(row.getString(1)), row.getString(2)));
        return present;
    }

    /** What is there of a user: its state and its version. */
    final Optional<String> mark(long user) throws SQLException {
        List<String> marks = new ArrayList<>();
        query(
                "select state, incarnation, version from " + table + " where user_id = '" + user + "'",
                row -> marks.add(row.getString(1) + " " + row.getLong(2) + "-" + row.getLong(3)));
        return marks.stream().findFirst();
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                each.read(row);
            }
        }
    }

    /** How many copies are missing, and how many are not as the owner has them. */
    record Difference(long lost, long stale) {}

    final Difference difference() throws SQLException {
        Map<Long, String> present = present();
        long lost = cities.keySet().stream()
                .filter(user -> !present.containsKey(user))
                .count();
        long stale = present.entrySet().stream()
                .filter(one -> !one.getValue().equals(cities.get(one.getKey())))
                .count();
        return new Difference(lost, stale);
    }

    /** Prints them. Nothing may be lost or stale when it is called, and no event dead. */
    final void assertFigures(String row, long sinceNanos) throws SQLException {
        Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
        Difference difference = difference();
        System.out.printf(
                "mirror fault %s: events %d, requests %d, lost %d, stale %d, dead letters %d, came again %d, all right after %.1f s%n",
                row,
                published,
                owner.requests(),
                difference.lost(),
                difference.stale(),
                count(Verdict.DEAD),
                count(Verdict.RETRY_LATER),
                took.toMillis() / 1e3);
        assertThat(difference).isEqualTo(new Difference(0, 0));
        assertThat(failures()).isEmpty();
    }

    /** Of those that are dead. */
    final List<String> failures() {
        return observed.stream()
                .filter(handled -> handled.verdict() == Verdict.DEAD)
                .map(handled -> handled.failure().map(Throwable::toString).orElse("nobody says why"))
                .collect(Collectors.toList());
    }
}
