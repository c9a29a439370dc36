package dev.tidings.tracking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Time in parts of equal width, counted from 1970 in UTC. */
record Buckets(InstantSource clock, Duration width) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    Buckets {
        if (width.compareTo(SHORTEST) < 0
                || width.compareTo(LONGEST) > 0
                || !width.equals(width.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException(
                    "events cannot be counted in buckets of " + width + "; give whole seconds, from a second to a day");
        }
    }

    /** When the current one began, in seconds since 1970. */
    long current() {
        return of(clock.instant());
    }

    /** When the one with this moment began. */
    long of(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), width.toSeconds()) * width.toSeconds();
    }

    /** The one with the moment so long ago. */
    long ago(Duration before) {
        return of(clock.instant().minus(before));
    }
}
