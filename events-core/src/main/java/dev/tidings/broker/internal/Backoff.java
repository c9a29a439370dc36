package dev.tidings.broker.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing, jittered pauses between attempts: the first soon, the later ones spread out, so that many clients do not return at once. */
public final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 10_000;

    private int failures;

    /** It worked: the next pause is the first one again. */
    public void reset() {
        failures = 0;
    }

    /** The next pause: at least half of the longest one so far, at random. */
    public Duration next() {
        return after(failures++);
    }

    /** The pause after so many failures before this one. */
    public static Duration after(int failures) {
        return atMost(Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, 10)));
    }

    /** For a cause that will hardly go away by itself, such as a wrong password: the longest pause at once. */
    Duration longest() {
        return atMost(LONGEST_MILLIS);
    }

    private static Duration atMost(long millis) {
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
