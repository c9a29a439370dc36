package dev.tidings.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pauses_double_from_100_ms_to_10_s_and_are_at_least_half_of_that() {
        for (int round = 0; round < 1_000; round++) {
            Backoff backoff = new Backoff();
            for (int failure = 0; failure < 100; failure++) {
                long most = Math.min(10_000, 100L << Math.min(failure, 20));
                assertThat(backoff.next()).isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
            }
        }
    }

    @Test
    void after_a_reset_the_first_pause_comes_again() {
        Backoff backoff = new Backoff();
        IntStream.range(0, 10).forEach(i -> assertThat(backoff.next()).isPositive());

        backoff.reset();

        assertThat(backoff.next()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void many_clients_do_not_return_at_once() {
        assertThat(Stream.generate(Backoff::new)
                        .limit(1_000)
                        .map(Backoff::longest)
                        .distinct())
                .hasSizeGreaterThan(800)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    }
}
