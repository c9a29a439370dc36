package dev.tidings.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundTest {

    /** Values of R: {@code binom.test(hits, tries, alternative = "less")$conf.int[2]}. */
    @ParameterizedTest
    @CsvSource({"1, 10, 0.394163", "5, 10, 0.777559", "9, 10, 0.994884", "1, 100, 0.046560", "10, 1000, 0.016896"})
    void it_is_that_of_clopper_and_pearson(long hits, long tries, double expected) {
        assertThat(new Rate(hits, tries).upperBound()).isCloseTo(expected, within(2e-5));
        assertThat(new Rate(hits, tries).method()).isEqualTo("Clopper-Pearson");
    }

    /** The definition, for what can be added up. */
    @Test
    void at_the_bound_so_few_hits_have_a_chance_of_five_percent() {
        for (int tries = 2; tries <= 60; tries++) {
            for (int hits = 1; hits < tries; hits++) {
                assertThat(atMost(hits, tries, new Rate(hits, tries).upperBound()))
                        .as("%d of %d", hits, tries)
                        .isCloseTo(0.05, within(1e-9));
            }
        }
    }

    private static double atMost(int hits, int tries, double share) {
        double term = Math.pow(1 - share, tries);
        double sum = term;
        for (int k = 1; k <= hits; k++) {
            term *= (tries - k + 1.0) / k * share / (1 - share);
            sum += term;
        }
        return sum;
    }

    @Test
    void where_none_was_seen_it_is_three_by_the_number() {
        assertThat(new Rate(0, 3_000).upperBound()).isEqualTo(0.001);
        assertThat(new Rate(0, 3_000).method()).isEqualTo("3/n");
        assertThat(new Rate(0, 2).upperBound()).isEqualTo(1);
        assertThat(new Rate(0, 0).upperBound()).isEqualTo(1);
        assertThat(new Rate(7, 7).upperBound()).isEqualTo(1);
    }

    @Test
    void it_holds_for_many_events() {
        double bound = new Rate(1_000_000, 1_000_000_000L).upperBound();

        assertThat(bound).isCloseTo(0.001 + 1.645 * Math.sqrt(0.001 * 0.999 / 1e9), within(1e-8));
        assertThat(new Rate(1, 1_000_000_000L).upperBound()).isCloseTo(4.744e-9, within(1e-11));
    }

    @Test
    void latencies_are_told_within_four_percent() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 100_000; micros++) {
            latencies.add(Duration.ofNanos(micros * 1_000L));
        }

        Latency latency = latencies.latency();

        assertThat(latency.p50().toNanos() / 1e3).isBetween(50_000.0, 52_000.0);
        assertThat(latency.p99().toNanos() / 1e3).isBetween(99_000.0, 103_000.0);
        latencies.add(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(latencies.latency().outcomes()).isEqualTo(100_001);
    }
}
