package dev.tidings.consumer;

import java.time.Duration;

/**
 * How many events a worker takes at a time: as many as handlers lately did within 20 ms, so that fast ones share round trips, and slow ones
 * leave work for other workers.
 */
final class Pace {
    private static final int MOST = 100;
    private static final double WORTH_OF_WORK = Duration.ofMillis(20).toNanos();

    /** One event at first: a slow handler is not to keep others from the rest. */
    private double nanosPerEvent = WORTH_OF_WORK;

    synchronized int next() {
        return (int) Math.max(1, Math.min(MOST, WORTH_OF_WORK / nanosPerEvent));
    }

    /** Only what handlers took counts: what a batch costs once, such as a commit, is the less for each event the larger it is. */
    synchronized void took(int events, Duration inHandlers) {
        nanosPerEvent = (3 * nanosPerEvent + Math.max(1.0, (double) inHandlers.toNanos() / events)) / 4;
    }
}
