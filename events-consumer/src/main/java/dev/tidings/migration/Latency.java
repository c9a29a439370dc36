package dev.tidings.migration;

import java.time.Duration;

/**
 * How long a side took, over all its outcomes; zero where it had none. Percentiles are at most 4 % too long.
 *
 * @param p50 half of the events took so long or less
 * @param p99 99 of 100 took so long or less
 */
public record Latency(long outcomes, Duration p50, Duration p99) {}
