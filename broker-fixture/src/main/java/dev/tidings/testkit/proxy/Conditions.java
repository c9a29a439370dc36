package dev.tidings.testkit.proxy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;

/** What happens to bytes in one direction, on all connections. A change takes effect at once, also for bytes under way. */
final class Conditions {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stalled;
    private long delayNanos;
    private long bytesPerSecond = UNLIMITED;
    private long bytesUntilCut = NEVER;
    private Ending ending = Ending.RST;
    private LongPredicate droppedAcks = AckSieve.NONE;
    private long passed;

    void stall() {
        change(() -> stalled = true);
    }

    void delay(Duration time) {
        change(() -> delayNanos = time.toNanos());
    }

    void limit(long bytes) {
        change(() -> bytesPerSecond = bytes);
    }

    void cutAfter(long bytes, Ending how) {
        change(() -> {
            bytesUntilCut = bytes;
            ending = how;
        });
    }

    void dropAcks(LongPredicate tags) {
        change(() -> droppedAcks = tags);
    }

    void heal() {
        change(() -> {
            droppedAcks = AckSieve.NONE;
            stalled = false;
            delayNanos = 0;
            bytesPerSecond = UNLIMITED;
            bytesUntilCut = NEVER;
        });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until bytes that came at {@code arrived} may go on, and tells how many of them, and what happens then. */
    Pass await(int bytes, long arrived, long lineFree) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wait = waitNanos(arrived, lineFree);
            while (wait > 0) {
                changed.awaitNanos(wait);
                wait = waitNanos(arrived, lineFree);
            }
            return pass(bytes);
        } finally {
            lock.unlock();
        }
    }

    private long waitNanos(long arrived, long lineFree) {
        if (stalled) {
            return TimeUnit.DAYS.toNanos(1); // a change wakes us
        }
        long now = System.nanoTime();
        long delayed = arrived + delayNanos - now;
        return bytesPerSecond == UNLIMITED ? delayed : Math.max(delayed, lineFree - now);
    }

    private Pass pass(int bytes) {
        // A tenth of a second at a time, so that a slow line flows instead of jerking.
        long slice = bytesPerSecond == UNLIMITED ? bytes : Math.min(bytes, Math.max(1, bytesPerSecond / 10));
        int length = (int) Math.min(slice, bytesUntilCut);
        long nanos = bytesPerSecond == UNLIMITED ? 0 : length * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        passed += length;
        if (bytesUntilCut == NEVER) {
            return new Pass(length, nanos, Optional.empty());
        }
        bytesUntilCut -= length;
        if (bytesUntilCut > 0) {
            return new Pass(length, nanos, Optional.empty());
        }
        bytesUntilCut = NEVER;
        return new Pass(length, nanos, Optional.of(ending));
    }

    LongPredicate droppedAcks() {
        lock.lock();
        try {
            return droppedAcks;
        } finally {
            lock.unlock();
        }
    }

    long passed() {
        lock.lock();
        try {
            return passed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Leave to send.
     *
     * @param nanos how long the line is busy with these bytes
     * @param cut how the connection ends after them, if it does
     */
    record Pass(int bytes, long nanos, Optional<Ending> cut) {}
}
