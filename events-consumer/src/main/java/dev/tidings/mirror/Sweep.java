package dev.tidings.mirror;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a sweep has come, or what it found.
 *
 * @param seen so many entities the owner has listed
 * @param differed so many of them were not there, or in another version
 * @param vanished so many copies were there of entities that the owner has not listed
 * @param repaired so many copies were written or marked as gone
 * @param oldest for how long the oldest of those that differed had been different; empty where the owner does not say {@code changed_at}
 * @param took how long it has taken
 */
public record Sweep(long seen, long differed, long vanished, long repaired, Optional<Duration> oldest, Duration took) {}
