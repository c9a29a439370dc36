package dev.tidings.tracking;

import static dev.tidings.tracking.TrackedExchange.SOON;
import static dev.tidings.tracking.TrackedExchange.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.testkit.broker.RabbitMq;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Databases that do not answer, throw, or cannot hold what comes. */
@Tag("slow")
@Timeout(120)
class TrackersDatabaseTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Test
    void a_key_that_the_database_cannot_hold_is_counted_among_the_others() throws Exception {
        TrackerDatabase latin = TrackerDatabase.postgresqlInLatin1();
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "latin", latin);
                Broker broker = tracked.connect()) {
            EventTracker tracker = tracked.start(broker);

            tracked.traffic.publish(tracked.exchange, 2, "user.deleted", "\u7528\u6237.deleted", "\u20ac.paid");

            soon(() -> assertThat(tracked.database.byKey()).isEqualTo(Map.of("user.deleted", 2L, "(others)", 4L)));
            assertThat(tracker.health().state()).isEqualTo(Health.State.UP);
        }
    }

    @Test
    void health_says_what_it_waits_for() throws Exception {
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "health", TrackerDatabase.postgresql());
                Broker broker = tracked.connect();
                Broker nowhere = Broker.connect("amqp://127.0.0.1:1")) {
            EventTracker tracker = tracked.start(broker);
            assertThat(tracker.health())
                    .isEqualTo(Health.up("tracker " + tracked.name + ": consuming " + tracked.name));

            tracked.database.run("alter table TABLE rename to TABLE_away");
            tracked.traffic.publish(tracked.exchange, 1, "user.deleted");
            soon(() -> assertThat(tracker.health().state()).isEqualTo(Health.State.WAITING));
            assertThat(tracker.health().words())
                    .contains("counts cannot be stored, and events wait in the queue", tracked.database.table());
            tracked.database.run("alter table TABLE_away rename to TABLE");
            soon(() -> assertThat(tracker.health().state()).isEqualTo(Health.State.UP));
            assertThat(tracked.database.sum()).isEqualTo(1);

            assertThat(tracked.spec().start(nowhere).health().state()).isEqualTo(Health.State.WAITING);
        }
    }

    @Test
    void a_database_that_does_not_answer_is_told_from_one_that_works() throws Exception {
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "locked", TrackerDatabase.postgresql());
                Broker broker = tracked.connect()) {
            EventTracker tracker = tracked.start(broker);
            try (var connection = tracked.database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                try (var statement = connection.createStatement()) {
                    statement.execute("lock table " + tracked.database.table());
                }
                tracked.traffic.publish(tracked.exchange, 1, "user.deleted");

                soon(() -> assertThat(tracker.health().words()).contains("the database has not answered for"));
                connection.rollback();
            }
            soon(() -> assertThat(tracker.health().state()).isEqualTo(Health.State.UP));
            soon(() -> assertThat(tracked.database.sum()).isEqualTo(1));
        }
    }

    @Test
    void a_database_that_throws_anything_is_waited_for() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "throwing", TrackerDatabase.h2());
                Broker broker = tracked.connect()) {
            DataSource throwing = Failing.dataSource(tracked.database.dataSource(), () -> {
                if (failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("no tenant");
                }
            });
            EventTracker tracker = tracked.spec().into(throwing).start(broker).awaitConsuming(SOON);
            failures.set(3);

            tracked.traffic.publish(tracked.exchange, 1, "user.deleted");

            soon(() -> assertThat(tracker.health().words()).contains("IllegalStateException: no tenant"));
            soon(() -> assertThat(tracked.database.sum()).isEqualTo(1));
            soon(() -> assertThat(tracker.health().state()).isEqualTo(Health.State.UP));
        }
    }

    @Test
    void a_tracker_that_was_ended_by_an_error_is_down_and_acknowledges_nothing() throws Exception {
        AtomicBoolean isBroken = new AtomicBoolean();
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "broken", TrackerDatabase.h2());
                Broker broker = tracked.connect()) {
            DataSource breaking = Failing.dataSource(tracked.database.dataSource(), () -> {
                if (isBroken.get()) {
                    throw new StackOverflowError("for this test");
                }
            });
            EventTracker tracker = tracked.spec().into(breaking).start(broker).awaitConsuming(SOON);
            isBroken.set(true);
            tracked.traffic.publish(tracked.exchange, 5, "user.deleted");

            await().dontCatchUncaughtExceptions()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(tracker.health())
                            .isEqualTo(Health.down(
                                    "tracker " + tracked.name + ": has ended by an error; start it again")));
            tracker.close();
            isBroken.set(false);
            tracked.start(broker);
            soon(() -> assertThat(tracked.database.byKey()).isEqualTo(tracked.traffic.published()));
        }
    }

    @Test
    void counts_that_are_too_old_are_deleted() throws Exception {
        try (TrackedExchange tracked = TrackedExchange.on(rabbit, "old", TrackerDatabase.postgresql());
                Broker broker = tracked.connect()) {
            tracked.database.run("insert into TABLE (bucket, exchange, routing_key, events) values"
                    + " ('2026-08-04 09:55:00', 'users', 'a', 1), ('2026-08-04 10:00:00', 'users', 'b', 1)");

            tracked.spec().clock(new TestClock("2026-11-02T10:03:00Z")).start(broker);

            soon(() -> assertThat(tracked.database.byKey()).isEqualTo(Map.of("b", 1L)));
        }
    }
}
