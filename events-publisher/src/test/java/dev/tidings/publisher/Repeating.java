package dev.tidings.publisher;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Does something again and again, at random moments, until it is closed. */
final class Repeating implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger times = new AtomicInteger();
    private final Random random;
    private final Runnable work;

    /** Every half to whole second. The seed is printed, and taken back from the system property {@code tidings.seed}. */
    Repeating(String test, Runnable work) {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println(test + ": -Dtidings.seed=" + seed);
        this.random = new Random(seed);
        this.work = work;
        plan();
    }

    private void plan() {
        var unused = clock.schedule(
                () -> {
                    times.incrementAndGet();
                    work.run();
                    plan();
                },
                500 + random.nextInt(500),
                TimeUnit.MILLISECONDS);
    }

    int times() {
        return times.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
