package dev.tidings.tracking;

import static dev.tidings.tracking.TrackedExchange.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.DatabaseServer;
import dev.tidings.testkit.proxy.Direction;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import dev.tidings.tracking.TrackedExchange.Difference;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Connections end while events are counted. {@code -Dtidings.cuts=1000} for the long form. */
@Timeout(1_200)
class CutTrackerTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int CUTS = Integer.getInteger("tidings.cuts", 6);
    private static final int EVENTS = 5_000;

    private final Logger library = (Logger) LoggerFactory.getLogger("dev.tidings");
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

    private void checkLog() {
        List<ILoggingEvent> events = List.copyOf(log.list);
        assertThat(events).noneMatch(event -> event.getFormattedMessage().contains("PRECONDITION_FAILED"));
        assertThat(events).noneMatch(event -> event.getLevel().equals(Level.ERROR));
    }

    private void publishAndAwaitSome(TrackedExchange tracked) throws Exception {
        long before = tracked.database.sum();
        tracked.traffic.publishEach(tracked.exchange, EVENTS);
        int some = 1 + random.nextInt(EVENTS / 2);
        TrackedExchange.soon(() -> assertThat(tracked.database.sum()).isGreaterThanOrEqualTo(before + some));
    }

    private static void settle(TrackedExchange tracked, String what) {
        Difference difference = tracked.settle("cut " + what, CUTS);
        assertThat(difference.uncounted()).isZero();
        assertThat(difference.again()).isBetween(0L, (long) CUTS * RunningTracker.PREFETCH);
    }

    @Test
    void what_came_through_a_connection_that_was_reset_is_counted() throws Exception {
        System.out.println("CutTrackerTest: -Dtidings.seed=" + seed);
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "cut-broker", TrackerDatabase.postgresql());
                FaultyProxy proxy = FaultyProxy.inFrontOf(rabbit.uri());
                Broker broker = Broker.connect(proxy.through(rabbit.uri()))) {
            EventTracker tracker = tracked.start(broker);
            for (int cut = 0; cut < CUTS; cut++) {
                if (random.nextBoolean()) {
                    proxy.cutAfter(Direction.TO_CLIENT, 1 + random.nextInt(EVENTS * 100), Ending.RST);
                    publishAndAwaitSome(tracked);
                } else {
                    publishAndAwaitSome(tracked);
                    proxy.cut(Ending.RST);
                }
                tracker.awaitConsuming(SOON);
            }
            proxy.heal();
            settle(tracked, "connections to the broker");
            checkLog();
        }
    }

    @Test
    void counts_that_the_database_did_not_answer_for_are_there() throws Exception {
        System.out.println("CutTrackerTest: -Dtidings.seed=" + seed);
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "cut-database", TrackerDatabase.postgresql());
                FaultyProxy proxy = FaultyProxy.inFrontOf(tracked.database.url());
                HikariDataSource pool = new DatabaseServer(proxy.through(tracked.database.url()), "postgres").pool(2);
                Broker broker = tracked.connect()) {
            tracked.spec().into(pool).start(broker).awaitConsuming(SOON);
            for (int cut = 0; cut < CUTS; cut++) {
                Direction direction = random.nextBoolean() ? Direction.TO_CLIENT : Direction.TO_SERVER;
                proxy.cutAfter(direction, 1 + random.nextInt(5_000), Ending.RST);
                publishAndAwaitSome(tracked);
            }
            proxy.heal();
            settle(tracked, "connections to the database");
            checkLog();
        }
    }
}
