package dev.tidings.samples.demo.screen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How fast a counter grows, over the last second. */
final class Rate {
    private static final long SPAN = TimeUnit.SECONDS.toNanos(1);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long count) {}

    /** Per second, now that the counter stands at this. */
    long of(long count) {
        Sample now = new Sample(System.nanoTime(), count);
        samples.addLast(now);
        while (samples.size() > 2 && now.nanos() - samples.getFirst().nanos() > SPAN) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long nanos = now.nanos() - first.nanos();
        return nanos == 0 ? 0 : (count - first.count()) * SPAN / nanos;
    }
}
