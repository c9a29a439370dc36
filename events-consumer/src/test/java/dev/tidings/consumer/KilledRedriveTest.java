package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redrives that are killed halfway, two at a time, with the group asleep and at work. {@code -Dtidings.kills=50} for the long form. */
@Tag("slow")
@Timeout(3_600)
class KilledRedriveTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 2);
    private static final int EVENTS = 300;
    private static final int PER_SECOND = 400;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();

    @Test
    void each_letter_is_handled_once_in_the_end() throws Exception {
        System.out.println("KilledRedriveTest: -Dtidings.seed=" + seed);
        try (Ledger ledger = Ledger.open(rabbit, "redrive");
                HikariDataSource pool = ledger.place().pool();
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(DEADLINE)) {
            Place place = ledger.place();
            ConsumerGroup.Spec spec = place.transactional(place.store(pool), place::write)
                    .observing(handled -> verdicts.add(handled.verdict()));
            long since = System.nanoTime();
            int killedHalfway = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                fail(ledger, broker);
                killedHalfway += killHalfway(ledger) ? 1 : 0;
                try (ConsumerGroup group = spec.start(broker)) {
                    group.awaitConsuming(DEADLINE);
                    try (ChildJvm second = RedriveChild.start(place, PER_SECOND)) {
                        killedHalfway += killHalfway(ledger) ? 1 : 0;
                        since = System.nanoTime();
                        assertThat(second.exitCode()).isZero();
                    }
                    long events = (kill + 1L) * EVENTS;
                    await().atMost(DEADLINE).until(() -> redriveTheRest(ledger, broker, events));
                }
            }
            Ledger.Figures figures = ledger.settle("killed redrives, seed " + seed, 2 * KILLS, since, spec);
            System.out.printf(
                    "KilledRedriveTest: %d of %d redrives were killed halfway, %d letters were sent twice and recognised%n",
                    killedHalfway,
                    2 * KILLS,
                    verdicts.stream().filter(Verdict.DUPLICATE::equals).count());
            assertThat(killedHalfway).isPositive();
            assertThat(figures).isEqualTo(new Ledger.Figures(EVENTS * KILLS, 0, 0, 0));
        }
    }

    /** New events, each a dead letter. */
    private static void fail(Ledger ledger, Broker broker) throws Exception {
        Place place = ledger.place();
        try (HikariDataSource pool = place.pool();
                ConsumerGroup failing = place.transactional(place.store(pool), (event, transaction) -> {
                            throw new IllegalStateException("broken");
                        })
                        .onFailure(FailurePolicy.retryAfter())
                        .start(broker)) {
            failing.awaitConsuming(DEADLINE);
            ledger.publish(EVENTS);
            await().atMost(DEADLINE).until(() -> ledger.depth(place.deadQueue()) == EVENTS);
        }
    }

    /** Whether it had not come to its end. */
    private boolean killHalfway(Ledger ledger) throws Exception {
        Place place = ledger.place();
        try (ChildJvm child = RedriveChild.start(place, PER_SECOND)) {
            long left = random.nextLong(1, EVENTS);
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(DEADLINE)
                    .until(() -> ledger.depth(place.deadQueue()) <= left);
            child.signal("KILL");
            return child.line().isEmpty();
        }
    }

    /** Letters that a killed one had at hand come back in a moment. */
    private static boolean redriveTheRest(Ledger ledger, Broker broker, long events) throws Exception {
        DeadLetters.of(ledger.place().group(), broker).redrive();
        return ledger.number("select count(distinct event_id) from TABLE") == events;
    }
}
