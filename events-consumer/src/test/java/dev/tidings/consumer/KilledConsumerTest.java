package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances in processes of their own, ended at a point or at any moment. {@code -Dtidings.kills=100} for the long form. */
@Tag("slow")
@Timeout(1_200)
class KilledConsumerTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 1);
    private static final int EVENTS = 200;

    /** What a worker takes at most, times the workers: what may have had its effect and is not completed. */
    private static final int IN_HAND = 100 * 4;

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({
        "25, transactional, before-effect, 0",
        "26, transactional, after-effect, 0",
        "27, transactional, after-inTransaction, 0",
        "25, leased, before-effect, 0",
        "26, leased, after-effect, 1",
        "26, leased, before-completeAll, 1",
        "27, leased, after-completeAll, 0"
    })
    void an_instance_that_dies_at_a_point_leaves_nothing_undone_and_repeats_what_that_mode_may_repeat(
            String row, String mode, String point, int atLeast) throws Exception {
        System.out.println("KilledConsumerTest: -Dtidings.seed=" + seed);
        try (Ledger ledger = Ledger.open(rabbit, mode + point)) {
            for (int kill = 0; kill < KILLS; kill++) {
                int passes = point.contains("effect") ? random.nextInt(EVENTS / 2) : 0;
                try (ChildJvm child = ConsumerChild.start(mode, point, passes, Duration.ZERO, ledger.place())) {
                    ledger.publish(EVENTS);
                    assertThat(child.exitCode()).isEqualTo(ConsumerChild.HALTED);
                }
            }
            Ledger.Figures figures =
                    ledger.settle(row + " " + mode + ", " + point, KILLS, System.nanoTime(), last(mode, ledger));
            assertThat(figures.lost()).isZero();
            assertThat(figures.dead()).isZero();
            // Other workers of the same process may be between their effect and its completion, wherever this one is.
            boolean isExact = mode.equals("transactional");
            assertThat(figures.duplicates()).isBetween(atLeast, isExact ? 0 : KILLS * IN_HAND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactional", "leased"})
    void an_instance_killed_at_any_moment_under_load_leaves_nothing_undone(String mode) throws Exception {
        System.out.println("KilledConsumerTest: -Dtidings.seed=" + seed);
        try (Ledger ledger = Ledger.open(rabbit, "any-" + mode)) {
            long effects = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                try (ChildJvm child =
                        ConsumerChild.start(mode, ConsumerChild.NEVER, 0, Duration.ZERO, ledger.place())) {
                    effects += 1 + random.nextInt(EVENTS);
                    ledger.publish(2 * EVENTS);
                    ledger.awaitEffects(effects);
                    child.kill();
                    effects = ledger.effects().size();
                }
            }
            Ledger.Figures figures =
                    ledger.settle("25-27 " + mode + ", at random", KILLS, System.nanoTime(), last(mode, ledger));
            assertThat(figures.lost()).isZero();
            assertThat(figures.dead()).isZero();
            assertThat(figures.duplicates()).isBetween(0, mode.equals("transactional") ? 0 : KILLS * IN_HAND);
        }
    }

    private static ConsumerGroup.Spec last(String mode, Ledger ledger) {
        Place place = ledger.place();
        return mode.equals("transactional")
                ? place.transactional(place.store(ledger.pool()), place::write)
                : place.leased(place.store(ledger.pool()), ledger.pool(), place::write);
    }
}
