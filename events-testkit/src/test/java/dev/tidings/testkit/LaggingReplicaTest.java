package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.ignoringMinVersion;
import static dev.tidings.testkit.OwnerFault.lag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.Handled;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The owner reads from a replica that lags by a random time, at most two seconds. {@code -Dtidings.lag=PT10S} for the long form. */
@Tag("slow")
class LaggingReplicaTest extends OnMirroredOwner {
    private static final Duration LAG = Duration.parse(System.getProperty("tidings.lag", "PT2S"));
    private static final int USERS = 100;
    private static final int ROUNDS = 5;

    /** From a change until the event of it was done, which is when the copy is as new. */
    private final Queue<Duration> stale = new ConcurrentLinkedQueue<>();

    /** The last one that happens is how far it lags. */
    @BeforeEach
    void begin() {
        for (int tenth = 1; tenth <= 10; tenth++) {
            owner.begin(lag(LAG.multipliedBy(tenth).dividedBy(10)).sometimes(0.3, seed + tenth));
        }
    }

    private void see(Handled handled) {
        if (handled.verdict() == Verdict.DONE) {
            handled.event()
                    .flatMap(DomainEvent::occurredAt)
                    .ifPresent(at -> stale.add(Duration.between(at, Instant.now())));
        }
    }

    private void changeAndAwaitEnd(String row) throws Exception {
        start(spec(group()).observing(this::see).mirror(exchange, "#", mirror(here())));
        long since = System.nanoTime();
        publish(changeAll(USERS));
        // What was never there is missing and not too early, however far it lags.
        awaitEnd();
        for (int round = 1; round < ROUNDS; round++) {
            publish(changeAll(USERS));
        }
        for (long user = 1; user <= USERS; user += 10) {
            publish(remove(user));
        }
        awaitEnd();
        List<Duration> sorted = stale.stream().sorted().toList();
        assertFigures(
                "56 %s, stale for %d ms p50, %d ms p99"
                        .formatted(
                                row,
                                sorted.get(sorted.size() / 2).toMillis(),
                                sorted.get(sorted.size() * 99 / 100).toMillis()),
                since);
        assertThat(highestAttempt()).isEqualTo(1);
    }

    @Test
    void that_knows_how_far_it_is_says_too_early() throws Exception {
        changeAndAwaitEnd("lag of up to " + LAG + ", 425");

        assertThat(owner.answers(425)).isPositive();
    }

    @Test
    void that_answers_whatever_version_is_wanted_is_asked_again() throws Exception {
        owner.begin(ignoringMinVersion());

        changeAndAwaitEnd("lag of up to " + LAG + ", minimum version ignored");

        assertThat(owner.answers(425)).isZero();
    }
}
