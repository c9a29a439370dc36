package dev.tidings.bench.latency;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When each event is due, whatever became of those before: what is measured from there counts what was held up with its wait.
 *
 * @param start by {@link System#nanoTime}
 */
record Schedule(long start, long everyNanos) {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    // A parked thread wakes late; this part of the time is waited for awake.
    private static final int AWAKE_PART = 20;

    /** Begins now. */
    static Schedule every(long nanos) {
        return new Schedule(System.nanoTime() + nanos, nanos);
    }

    /** Milliseconds from when each was due, one every 4 ms, to when it was done. */
    static double[] times(int count, Callable<?> action) throws Exception {
        return momentsOf(count, () -> {
            Object unused = action.call();
            return System.nanoTime();
        });
    }

    /** Milliseconds from when each was due, one every 4 ms, to the moment it returns, by {@link System#nanoTime}. */
    static double[] momentsOf(int count, Callable<Long> action) throws Exception {
        double[] millis = new double[count];
        Schedule schedule = every(IDLE_NANOS);
        for (int i = 0; i < count; i++) {
            schedule.await(i);
            millis[i] = schedule.millisUntil(i, action.call());
        }
        return millis;
    }

    /** Milliseconds from when this one was due to a moment. */
    double millisUntil(int number, long moment) {
        return (moment - due(number)) / 1e6;
    }

    private long due(int number) {
        return start + number * everyNanos;
    }

    /** Returns when this one is due, or at once if it is late. */
    void await(int number) {
        long awake = everyNanos / AWAKE_PART;
        long due = due(number);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > awake) {
                LockSupport.parkNanos(left - awake);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
