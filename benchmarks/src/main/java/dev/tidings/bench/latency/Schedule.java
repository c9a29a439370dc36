package dev.tidings.bench.latency;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Does something every few milliseconds, and measures from when it was due: what is held up counts with its wait. */
final class Schedule {
    private static final long EVERY_NANOS = 4_000_000;

    // A parked thread wakes late; the rest is waited for awake.
    private static final long AWAKE_NANOS = 200_000;

    private Schedule() {}

    /** Milliseconds from when each was due to when it was done. */
    static double[] times(int count, Callable<?> action) throws Exception {
        return momentsOf(count, () -> {
            Object unused = action.call();
            return System.nanoTime();
        });
    }

    /** Milliseconds from when each was due to the moment it returns, by {@link System#nanoTime}. */
    static double[] momentsOf(int count, Callable<Long> action) throws Exception {
        double[] millis = new double[count];
        long start = System.nanoTime() + EVERY_NANOS;
        for (int i = 0; i < count; i++) {
            long due = start + i * EVERY_NANOS;
            awaitMoment(due);
            millis[i] = (action.call() - due) / 1e6;
        }
        return millis;
    }

    private static void awaitMoment(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > AWAKE_NANOS) {
                LockSupport.parkNanos(left - AWAKE_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
