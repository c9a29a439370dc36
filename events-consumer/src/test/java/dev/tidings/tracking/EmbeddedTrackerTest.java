package dev.tidings.tracking;

import static dev.tidings.tracking.TrackedExchange.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.embedded.EmbeddedBroker;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tracker on the embedded broker, where its queue is another one. */
@Timeout(120)
class EmbeddedTrackerTest {
    /** What its queue holds there. */
    private static final int MOST = 100_000;

    private EmbeddedBroker embedded;
    private TrackedExchange tracked;

    @BeforeEach
    void open() throws Exception {
        embedded = EmbeddedBroker.start();
        tracked = new TrackedExchange(embedded.uri(), "users", "tracker", TrackerDatabase.h2());
    }

    @AfterEach
    void close() throws Exception {
        tracked.close();
        embedded.close();
    }

    @Test
    void two_instances_count_each_event_once() throws Exception {
        try (Broker first = tracked.connect();
                Broker second = tracked.connect()) {
            tracked.start(first);
            tracked.start(second);

            tracked.traffic.publish("users", 10_000, 50, new Random(7));

            soon(() -> assertThat(tracked.database.byKey()).isEqualTo(tracked.traffic.published()));
            soon(() -> assertThat(tracked.traffic.depth("tracker")).isZero());
        }
    }

    @Test
    void without_a_tracker_the_oldest_events_go_and_the_publisher_is_not_held_up() throws Exception {
        try (Broker broker = tracked.connect()) {
            tracked.start(broker).close();
            tracked.traffic.publish("users", 500, "old");
            tracked.traffic.publish("users", MOST, "new");

            tracked.start(broker);

            soon(() ->
                    assertThat(tracked.database.byKey()).containsOnlyKeys("new").containsEntry("new", (long) MOST));
        }
    }
}
