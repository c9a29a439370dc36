package dev.tidings.broker.internal;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does things later, on a thread of its own. */
final class ScheduledTicker implements Ticker {
    private static final Logger log = LoggerFactory.getLogger(ScheduledTicker.class);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;

    /** Starts nothing until there is something to do. */
    ScheduledTicker(String name) {
        this.name = name;
        this.executor = new ScheduledThreadPoolExecutor(
                1, Threads.named("tidings " + name + " clock"), new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void after(Duration delay, Runnable work) {
        ScheduledFuture<?> unused = executor.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Repeated every(Duration pause, Runnable work) {
        ScheduledFuture<?> planned = executor.scheduleWithFixedDelay(
                () -> run(work), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.error("{}: what was to be done now failed", name, e);
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
