package dev.tidings.bench.consuming;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bytes that the threads of this JVM allocate for each event, once a tenth of the events is through: without what it takes to load
 * classes. What threads have allocated that ended meanwhile is not counted. Safe for use by many threads.
 */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int events;
    private final int from;
    private final AtomicInteger seen = new AtomicInteger();
    private volatile long before;

    Allocation(int events) {
        this.events = events;
        this.from = Math.max(1, events / 10);
    }

    /** One more is handled. */
    void count() {
        if (seen.incrementAndGet() == from) {
            before = bytes();
        }
    }

    /** Once all are handled. */
    double perEvent() {
        return (bytes() - before) / (double) (events - from);
    }

    private static long bytes() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
