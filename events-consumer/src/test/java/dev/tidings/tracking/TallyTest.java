package dev.tidings.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is counted together, and what is dropped since it comes again. */
class TallyTest {
    private static final int ENOUGH = 5;
    private static final int MOST_KEYS = 3;

    private final TestClock clock = new TestClock("2026-11-02T10:00:00Z");
    private final Tally tally = new Tally(new Buckets(clock, Duration.ofMinutes(5)), ENOUGH, MOST_KEYS);
    private final TestChannel channel = new TestChannel();

    private void add(String routingKey) {
        tally.add(channel.next("users", routingKey));
    }

    private Optional<Batch> take() throws InterruptedException {
        return tally.take(Duration.ZERO);
    }

    /** Bucket and routing key of what was counted, and how often. */
    private Map<String, Long> counts() throws InterruptedException {
        Map<String, Long> counts = new TreeMap<>();
        take().map(Batch::counts)
                .orElse(List.of())
                .forEach(count -> counts.put(
                        Instant.ofEpochSecond(count.slot().bucket()) + " "
                                + count.slot().kind().routingKey(),
                        count.events()));
        return counts;
    }

    @Test
    void a_bucket_has_its_first_moment_and_not_its_last() throws Exception {
        add("a");
        clock.set("2026-11-02T10:04:59.999999999Z");
        add("a");
        clock.set("2026-11-02T10:05:00Z");
        add("a");

        assertThat(counts()).isEqualTo(Map.of("2026-11-02T10:00:00Z a", 2L, "2026-11-02T10:05:00Z a", 1L));
    }

    @Test
    void a_clock_that_goes_back_counts_in_the_earlier_bucket_again() throws Exception {
        clock.set("2026-11-02T10:05:00Z");
        add("a");
        clock.set("2026-11-02T10:04:00Z");
        add("a");
        clock.set("1969-12-31T23:59:59Z");
        add("a");

        assertThat(counts())
                .isEqualTo(Map.of(
                        "1969-12-31T23:55:00Z a", 1L, "2026-11-02T10:00:00Z a", 1L, "2026-11-02T10:05:00Z a", 1L));
    }

    @Test
    void keys_beyond_the_limit_are_one_until_the_next_bucket() throws Exception {
        for (String key : List.of("a", "b", "c", "d", "a", "e", "d")) {
            add(key);
        }
        assertThat(counts())
                .isEqualTo(Map.of(
                        "2026-11-02T10:00:00Z a", 2L,
                        "2026-11-02T10:00:00Z b", 1L,
                        "2026-11-02T10:00:00Z c", 1L,
                        "2026-11-02T10:00:00Z (others)", 3L));

        add("d");
        clock.advance(Duration.ofMinutes(5));
        add("d");

        assertThat(counts()).isEqualTo(Map.of("2026-11-02T10:00:00Z (others)", 1L, "2026-11-02T10:05:00Z d", 1L));
    }

    @Test
    void what_cannot_be_printed_is_replaced() throws Exception {
        add("a\u0000b\nc\u202ed\ud83d\ude00\u2028");

        assertThat(counts()).isEqualTo(Map.of("2026-11-02T10:00:00Z a\ufffdb\ufffdc\ufffdd\ud83d\ude00\ufffd", 1L));
    }

    @Test
    void what_was_counted_is_acknowledged_up_to_the_last_of_it() throws Exception {
        add("a");
        add("b");
        Batch batch = take().orElseThrow();
        add("c");

        batch.acknowledge();

        assertThat(channel.acknowledged).containsExactly(2L);
        assertThat(counts()).isEqualTo(Map.of("2026-11-02T10:00:00Z c", 1L));
    }

    @Test
    void what_came_through_a_channel_that_has_ended_is_dropped() throws Exception {
        add("a");
        channel.end();
        TestChannel next = new TestChannel();

        tally.add(next.next("users", "a"));

        assertThat(counts()).isEqualTo(Map.of("2026-11-02T10:00:00Z a", 1L));
        assertThat(channel.acknowledged).isEmpty();
    }

    @Test
    void a_delivery_that_is_late_does_not_displace_those_of_the_next_channel() throws Exception {
        add("a");
        channel.end();
        TestChannel next = new TestChannel();
        tally.add(next.next("users", "b"));

        add("late");
        tally.add(next.next("users", "c"));

        Batch batch = take().orElseThrow();
        batch.acknowledge();
        assertThat(batch.events()).isEqualTo(2);
        assertThat(next.acknowledged).containsExactly(2L);
    }

    @Test
    void enough_is_taken_at_once_and_less_after_a_while() throws Exception {
        CompletableFuture<Optional<Batch>> waiting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return tally.take(Duration.ofMinutes(1));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                work -> new Thread(work, "taking").start());
        for (int i = 0; i < ENOUGH; i++) {
            add("a");
        }

        assertThat(waiting.get(20, TimeUnit.SECONDS)).map(Batch::events).contains((long) ENOUGH);

        add("a");
        assertThat(tally.take(Duration.ofMillis(10))).map(Batch::events).contains(1L);
        assertThat(take()).isEmpty();
    }

    @Test
    void nobody_waits_any_more_once_it_has_ended() throws Exception {
        add("a");
        tally.end();

        assertThat(tally.take(Duration.ofMinutes(1))).map(Batch::events).contains(1L);
        assertThat(tally.take(Duration.ofMinutes(1))).isEmpty();
    }
}
