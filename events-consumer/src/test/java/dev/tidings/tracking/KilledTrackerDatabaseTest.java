package dev.tidings.tracking;

import static dev.tidings.tracking.TrackedExchange.soon;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.PrivatePostgres;
import dev.tidings.tracking.TrackedExchange.Difference;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** The database is killed under load and comes back. {@code -Dtidings.kills=100} for the long form. */
@Tag("slow")
@Timeout(1_200)
class KilledTrackerDatabaseTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 1);
    private static final int EVENTS = 10_000;

    private final Logger library = (Logger) LoggerFactory.getLogger(Storing.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @BeforeEach
    void listen() {
        log.start();
        library.addAppender(log);
        library.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        library.detachAppender(log);
        library.setAdditive(true);
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void trackers_wait_quietly_for_a_killed_database_and_nothing_is_left_uncounted() throws Exception {
        System.out.println("KilledTrackerDatabaseTest: -Dtidings.seed=" + seed);
        try (PrivatePostgres postgres = PrivatePostgres.start();
                TrackedExchange tracked =
                        TrackedExchange.on(rabbit, "database", TrackerDatabase.postgresqlAt(postgres.url()));
                Broker first = tracked.connect();
                Broker second = tracked.connect()) {
            List<EventTracker> trackers = List.of(tracked.start(first), tracked.start(second));
            for (int kill = 0; kill < KILLS; kill++) {
                long some = tracked.database.sum() + 1 + random.nextInt(EVENTS / 2);
                tracked.traffic.publishEach(tracked.exchange, EVENTS);
                soon(() -> assertThat(tracked.database.sum()).isGreaterThanOrEqualTo(some));
                postgres.kill();
                tracked.traffic.publishEach(tracked.exchange, EVENTS);
                soon(() -> assertThat(trackers).allSatisfy(tracker -> {
                    assertThat(tracker.health().state()).isEqualTo(Health.State.WAITING);
                    assertThat(tracker.health().words()).contains("events wait in the queue");
                }));
                postgres.restart();
                soon(() -> assertThat(trackers)
                        .allMatch(tracker -> tracker.health().state() == Health.State.UP));
                tracked.awaitAll();
            }

            Difference difference = tracked.settle("database killed", KILLS);
            assertThat(difference.uncounted()).isZero();
            assertThat(difference.again()).isBetween(0L, 2L * KILLS * RunningTracker.PREFETCH);
            assertThat(warnings()).hasSize(2 * KILLS).allMatch(line -> line.contains("counts cannot be stored"));
        }
    }

    @Test
    void a_tracker_starts_without_its_database() throws Exception {
        try (PrivatePostgres postgres = PrivatePostgres.start();
                TrackedExchange tracked =
                        TrackedExchange.on(rabbit, "later", TrackerDatabase.postgresqlAt(postgres.url()));
                Broker broker = tracked.connect()) {
            postgres.kill();
            EventTracker tracker = tracked.start(broker);
            tracked.traffic.publish(tracked.exchange, 10, "user.deleted");
            soon(() -> assertThat(tracker.health().state()).isEqualTo(Health.State.WAITING));

            postgres.restart();

            soon(() -> assertThat(tracker.health().state()).isEqualTo(Health.State.UP));
            assertThat(tracked.database.byKey()).isEqualTo(tracked.traffic.published());
        }
    }
}
