package dev.tidings.broker.internal;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does small things later, on one thread. One that fails is logged, and does not end the others. */
public final class Ticker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;

    /** Starts nothing until there is something to do. */
    public Ticker(String name) {
        this.name = name;
        this.executor = new ScheduledThreadPoolExecutor(
                1, Threads.named("tidings " + name + " clock"), new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Once, after a delay; never, if it is closed before. */
    public void after(Duration delay, Runnable work) {
        ScheduledFuture<?> unused = executor.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Again and again, with this pause in between. */
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

    /** What is done again and again, until this is called. */
    @FunctionalInterface
    public interface Repeated {
        /** Ends it. */
        void end();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
