package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.bodyOf;
import static dev.tidings.testkit.OwnerFault.cutHalfway;
import static dev.tidings.testkit.OwnerFault.drip;
import static dev.tidings.testkit.OwnerFault.redirectToItself;
import static dev.tidings.testkit.OwnerFault.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.FailurePolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The owner does not answer, or not as an owner does, under load. {@code -Dtidings.outage=PT5M} for the long form. */
@Tag("slow")
class OwnerOutageTest extends OnMirroredOwner {
    private static final Duration OUTAGE = Duration.parse(System.getProperty("tidings.outage", "PT3S"));
    /** A group tries at least as often as every half a minute, and events wait for no longer than the outage was. */
    private static final Duration RECOVERY = OUTAGE.plus(Duration.ofSeconds(10));

    private static final int AT_ONCE = 4;
    private static final int USERS = 50;
    private static final long GIGABYTE = 1L << 30;
    /** A body of a mebibyte may be read, and more is on the way then. */
    private static final long MOST_SENT = 16L << 20;

    /**
     * What is wrong.
     *
     * @param atOnce so many requests are there at most; an owner may go on for a while with those that were given up
     */
    private record Outage(String words, Consumer<FakeOwner> beginning, int atOnce) {
        static Outage of(OwnerFault fault) {
            return new Outage(fault.toString(), owner -> owner.begin(fault), AT_ONCE);
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static List<Outage> outages() {
        return List.of(
                new Outage("down", FakeOwner::refuse, AT_ONCE),
                Outage.of(status(500)),
                Outage.of(status(503)),
                Outage.of(status(503, Duration.ofSeconds(2))),
                Outage.of(cutHalfway()),
                new Outage("slow drip", owner -> owner.begin(drip(Duration.ofMillis(100))), 2 * AT_ONCE),
                new Outage("gigabytes", owner -> owner.begin(bodyOf(GIGABYTE)), 2 * AT_ONCE),
                new Outage("endless redirect", owner -> owner.begin(redirectToItself()), AT_ONCE));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void no_event_is_dead_and_all_is_right_soon_afterwards(Outage outage) throws Exception {
        ConsumerGroup group = start(spec(group())
                .onFailure(FailurePolicy.retryAfter(
                        Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(500), OUTAGE))
                .mirror(exchange, "#", mirror(here().concurrency(AT_ONCE).deadline(Duration.ofSeconds(1)))));
        publish(changeAll(USERS));
        awaitEnd();
        long requests = owner.requests();
        long bytes = owner.bodyBytes();

        outage.beginning().accept(owner);
        long end = System.nanoTime() + OUTAGE.toNanos();
        boolean hasPaused = false;
        while (System.nanoTime() - end < 0) {
            publish(change(1L + random.nextInt(USERS)));
            hasPaused |= group.health().words().contains("paused");
        }
        requests = owner.requests() - requests;
        bytes = owner.bodyBytes() - bytes;
        long since = System.nanoTime();
        owner.heal();

        await().atMost(RECOVERY).untilAsserted(() -> assertThat(difference()).isEqualTo(new Difference(0, 0)));
        assertFigures(
                "61 %s for %s, requests meanwhile %d, of %d KiB each, at once %d, attempts at most %d"
                        .formatted(
                                outage,
                                OUTAGE,
                                requests,
                                bytes / 1024 / Math.max(1, requests),
                                owner.mostAtOnce(),
                                highestAttempt()),
                since);
        awaitEnd();
        assertThat(failures()).isEmpty();
        assertThat(bytes).isLessThanOrEqualTo(requests * MOST_SENT);
        assertThat(hasPaused).isTrue();
        assertThat(owner.mostAtOnce()).isLessThanOrEqualTo(outage.atOnce());
    }
}
