package dev.tidings.bench.latency;

import dev.tidings.bench.rig.GroupQueue;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long an event takes from when it was due to be published to the begin of its handler, under half of the load that is possible: half
 * of the rate, from publish to handler, of the slower side. It is measured once, and both sides get that load.
 */
final class LatencyHalfLoad implements LatencyRow {
    private static final int SECONDS = 120;

    private long everyNanos;

    @Override
    public String name() {
        return "latency-half-load";
    }

    @Override
    public double ours(Run run) throws Exception {
        return told(run, times(run, Flow::ours, everyNanos(run)));
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("bare", run -> told(run, times(run, Flow::bare, everyNanos(run)))));
    }

    private long everyNanos(Run run) throws Exception {
        if (everyNanos == 0) {
            everyNanos = 2 * Math.max(shortestNanos(run, Flow::ours), shortestNanos(run, Flow::bare));
            run.progress().accept("  half load: one every " + everyNanos / 1_000 + " µs");
        }
        return everyNanos;
    }

    /** How long each takes at full speed, once it is warm. */
    private static long shortestNanos(Run run, Flow.Opening opening) throws Exception {
        double[] unused = times(run, opening, 0);
        double[] millis = times(run, opening, 0);
        return (long) (Arrays.stream(millis).max().orElseThrow() * 1e6 / millis.length);
    }

    /** Milliseconds for each from when it was due. */
    private static double[] times(Run run, Flow.Opening opening, long everyNanos) throws Exception {
        Begun begun =
                new Begun(new AtomicLongArray(run.events()), new CountDownLatch(1), new CountDownLatch(run.events()));
        try (GroupQueue queue = GroupQueue.declare(run.site());
                Flow flow = opening.of(queue, begun::now)) {
            flow.publish(run.events() + 1L);
            begun.awaitOpen();
            Schedule schedule = Schedule.every(everyNanos);
            for (int i = 0; i < run.events(); i++) {
                schedule.await(i);
                flow.publish(i + 1L);
            }
            flow.awaitConfirmed();
            return begun.millis(schedule);
        }
    }

    /** When handlers began, by the ids of events from 1. One with a higher id opens what is opened late, and does not count. */
    private record Begun(AtomicLongArray moments, CountDownLatch open, CountDownLatch all) {
        void now(long id) {
            if (id > moments.length()) {
                open.countDown();
            } else {
                moments.set((int) id - 1, System.nanoTime());
                all.countDown();
            }
        }

        void awaitOpen() throws InterruptedException {
            await(open);
        }

        private static void await(CountDownLatch latch) throws InterruptedException {
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(latch.getCount() + " events never came to their handlers");
            }
        }

        double[] millis(Schedule schedule) throws InterruptedException {
            await(all);
            double[] millis = new double[moments.length()];
            for (int i = 0; i < millis.length; i++) {
                millis[i] = schedule.millisUntil(i, moments.get(i));
            }
            return millis;
        }
    }
}
