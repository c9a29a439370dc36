package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An instance that dies when a retry or a dead letter is in its queue, and its delivery is not acknowledged. */
@Tag("slow")
@Timeout(1_200)
class CrashedRetryTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 2);
    private static final int EVENTS = 200;
    /** What a worker takes at most, times the workers. */
    private static final int IN_HAND = 100 * 4;

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Queue<Handled.Verdict> verdicts = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @CsvSource({
        "transactional, after-RETRY_LATER",
        "transactional, after-DEAD",
        "leased, after-RETRY_LATER",
        "leased, after-DEAD"
    })
    void the_copy_and_what_is_delivered_again_are_one_event(String mode, String point) throws Exception {
        System.out.println("CrashedRetryTest: -Dtidings.seed=" + seed);
        boolean isTransactional = mode.equals("transactional");
        try (Ledger ledger = Ledger.open(rabbit, mode + point)) {
            for (int kill = 0; kill < KILLS; kill++) {
                int passes = random.nextInt(10);
                try (ChildJvm child = ConsumerChild.start(mode, point, passes, Duration.ZERO, ledger.place())) {
                    ledger.publishAny(EVENTS, random);
                    assertThat(child.exitCode()).isEqualTo(ConsumerChild.HALTED);
                }
            }
            Ledger.Figures figures = ledger.settle(
                    "crash " + point + ", " + mode, KILLS, System.nanoTime(), last(isTransactional, ledger));
            System.out.printf(
                    "CrashedRetryTest %s %s: recognised as duplicates %d, letters of the same event %d, seed %d%n",
                    mode,
                    point,
                    verdicts.stream().filter(Handled.Verdict.DUPLICATE::equals).count(),
                    figures.dead() - ledger.letters().size(),
                    seed);
            assertThat(figures.lost()).isZero();
            assertThat(ledger.ghosts()).isEmpty();
            assertThat(ledger.letters().keySet()).containsExactlyInAnyOrderElementsOf(ledger.published(Fate.POISON));
            assertThat(figures.duplicates()).isBetween(0, isTransactional ? 0 : KILLS * IN_HAND);
        }
    }

    private ConsumerGroup.Spec last(boolean isTransactional, Ledger ledger) {
        return ledger.place()
                .handling(isTransactional, ledger.pool())
                .observing(handled -> verdicts.add(handled.verdict()));
    }
}
