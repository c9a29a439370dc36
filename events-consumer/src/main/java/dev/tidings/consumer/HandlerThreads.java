package dev.tidings.consumer;

import dev.tidings.broker.internal.Threads;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What runs the workers of a group: the user's executor, or threads of its own, which end when they have nothing to do for a minute. */
final class HandlerThreads implements Executor, AutoCloseable {
    private final Optional<Executor> given;
    private final ThreadPoolExecutor own;

    HandlerThreads(String group, Capacity capacity) {
        this.given = capacity.executor();
        this.own = new ThreadPoolExecutor(
                capacity.atOnce(),
                capacity.atOnce(),
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                Threads.named("tidings " + group + " handler"));
        own.allowCoreThreadTimeOut(true);
    }

    /** So many threads from now on. A given executor is its owner's. */
    void atOnce(int most) {
        if (most > own.getMaximumPoolSize()) {
            own.setMaximumPoolSize(most);
            own.setCorePoolSize(most);
        } else {
            own.setCorePoolSize(most);
            own.setMaximumPoolSize(most);
        }
    }

    @Override
    public void execute(Runnable work) {
        given.orElse(own).execute(work);
    }

    @Override
    public void close() {
        own.shutdown();
    }
}
