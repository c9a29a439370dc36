package dev.tidings.publisher;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does something at a steady rate, until it is stopped. */
final class Paced implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> work;

    Paced(Duration period, Runnable work) {
        this.work = clock.scheduleAtFixedRate(work, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns when what it was doing is done. */
    void stop() throws InterruptedException {
        work.cancel(false);
        clock.shutdown();
        if (!clock.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it did not end within 30 s");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
