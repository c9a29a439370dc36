package dev.tidings.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import dev.tidings.tracking.TrackedExchange.Difference;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trackers in processes of their own, ended at a point or at any moment. {@code -Dtidings.kills=100} for the long form. */
@Timeout(1_200)
class KilledTrackerTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 1);
    private static final long MOST_AGAIN = (long) KILLS * RunningTracker.PREFETCH;
    private static final int EVENTS = 8_000;

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private static Difference settle(TrackedExchange tracked, String what) {
        try (Broker broker = tracked.connect()) {
            tracked.start(broker);
            Difference difference = tracked.settle("killed " + what, KILLS);
            assertThat(difference.uncounted()).isZero();
            return difference;
        }
    }

    @ParameterizedTest
    @CsvSource({"before the commit, 0", "after the commit, 1"})
    void a_tracker_that_dies_at_a_point_leaves_nothing_uncounted_and_counts_again_what_it_had_committed(
            String point, int atLeast) throws Exception {
        System.out.println("KilledTrackerTest: -Dtidings.seed=" + seed);
        try (TrackedExchange tracked =
                TrackedExchange.on(rabbit, point.replace(' ', '-'), TrackerDatabase.postgresql())) {
            for (int kill = 0; kill < KILLS; kill++) {
                // One connection is for the check at the start, and the cleanup may take one.
                try (ChildJvm child = TrackerChild.start(point, 2 + random.nextInt(3), tracked)) {
                    tracked.traffic.publishEach(tracked.exchange, EVENTS);
                    assertThat(child.exitCode()).isEqualTo(TrackerChild.HALTED);
                }
            }

            assertThat(settle(tracked, point).again()).isBetween((long) atLeast * KILLS, MOST_AGAIN);
        }
    }

    @Test
    void a_tracker_killed_at_any_moment_under_load_leaves_nothing_uncounted() throws Exception {
        System.out.println("KilledTrackerTest: -Dtidings.seed=" + seed);
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "any", TrackerDatabase.postgresql())) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (ChildJvm child = TrackerChild.start(TrackerChild.NEVER, 0, tracked)) {
                    tracked.traffic.publishEach(tracked.exchange, EVENTS);
                    long some = tracked.database.sum() + random.nextInt(EVENTS);
                    Thread publishing = new Thread(() -> publishMore(tracked));
                    publishing.start();
                    TrackedExchange.soon(
                            () -> assertThat(tracked.database.sum()).isGreaterThanOrEqualTo(some));
                    child.kill();
                    publishing.join();
                }
            }

            assertThat(settle(tracked, "at random").again()).isBetween(0L, MOST_AGAIN);
        }
    }

    private void publishMore(TrackedExchange tracked) {
        try {
            tracked.traffic.publishEach(tracked.exchange, EVENTS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
