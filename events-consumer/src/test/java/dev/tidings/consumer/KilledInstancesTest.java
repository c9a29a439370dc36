package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instances of one group, killed at any moment while events come without a pause, some to be retried and some to become dead letters.
 * {@code -Dtidings.kills=100} for the long form.
 */
@Tag("slow")
@Timeout(1_200)
class KilledInstancesTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 5);
    /** So many consume, and one more is about to. */
    private static final int CONSUMING = 2;

    private static final int TOGETHER = 20;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int MOST_EFFECTS_BETWEEN_KILLS = 300;
    /** What a worker takes at most, times the workers. */
    private static final int IN_HAND = 100 * 4;

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());

    @ParameterizedTest
    @ValueSource(strings = {"transactional", "leased"})
    void every_event_has_its_effect_or_is_a_dead_letter(String mode) throws Exception {
        System.out.println("KilledInstancesTest: -Dtidings.seed=" + seed);
        boolean isTransactional = mode.equals("transactional");
        try (Ledger ledger = Ledger.open(rabbit, mode)) {
            long since = killAll(mode, ledger);
            Ledger.Figures figures = ledger.settle(
                    "instances killed in a loop, " + mode + ", seed " + seed,
                    KILLS + CONSUMING + 1,
                    since,
                    ledger.place().handling(isTransactional, ledger.pool()));
            assertThat(figures.lost()).isZero();
            assertThat(ledger.ghosts()).isEmpty();
            assertThat(ledger.letters().keySet()).containsExactlyInAnyOrderElementsOf(ledger.published(Fate.POISON));
            assertThat(figures.duplicates()).isBetween(0, isTransactional ? 0 : (KILLS + CONSUMING + 1) * IN_HAND);
        }
    }

    /** One after the other, each at once replaced, and then those that are left. Returns when the last one died. */
    private long killAll(String mode, Ledger ledger) throws Exception {
        Random random = new Random(seed);
        AtomicBoolean enough = new AtomicBoolean();
        List<ChildJvm> instances = new ArrayList<>();
        try {
            for (int i = 0; i < CONSUMING + 1; i++) {
                instances.add(launch(mode, ledger));
            }
            for (ChildJvm first : instances.subList(0, CONSUMING)) {
                ConsumerChild.awaitConsuming(first);
            }
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(
                    () -> publish(ledger, enough), work -> new Thread(work, "publishing").start());
            for (int kill = 0; kill < KILLS; kill++) {
                long effects = ledger.number("select count(*) from TABLE");
                ledger.awaitEffects(effects + 1 + random.nextInt(MOST_EFFECTS_BETWEEN_KILLS));
                instances.remove(random.nextInt(CONSUMING)).kill();
                instances.add(launch(mode, ledger));
                ConsumerChild.awaitConsuming(instances.get(CONSUMING - 1));
            }
            enough.set(true);
            publishing.get(60, TimeUnit.SECONDS);
            return System.nanoTime();
        } finally {
            enough.set(true);
            instances.forEach(ChildJvm::kill);
        }
    }

    private static ChildJvm launch(String mode, Ledger ledger) throws Exception {
        return ConsumerChild.launch(mode, ConsumerChild.NEVER, 0, Duration.ZERO, ledger.place());
    }

    private void publish(Ledger ledger, AtomicBoolean enough) {
        Random random = new Random(seed);
        while (!enough.get()) {
            try {
                ledger.publishAny(TOGETHER, random);
            } catch (Exception e) {
                throw new IllegalStateException("not published", e);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
