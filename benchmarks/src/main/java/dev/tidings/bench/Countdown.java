package dev.tidings.bench;

import dev.tidings.consumer.Handled;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is handled, and tells how fast it was. Safe for use by many threads. */
public final class Countdown {
    private static final int SECONDS = 300;

    private final int events;
    private final CountDownLatch open;
    private final AtomicLong first = new AtomicLong();

    public Countdown(int events) {
        this.events = events;
        this.open = new CountDownLatch(events);
    }

    /** One more is handled. */
    public void count() {
        if (open.getCount() == events) {
            first.compareAndSet(0, System.nanoTime());
        }
        open.countDown();
    }

    /** One more delivery has a verdict; it counts if its event was handled. */
    void told(Handled handled) {
        if (handled.verdict() == Handled.Verdict.DONE) {
            count();
        }
    }

    /** Events a second since the first one was handled, once all are: without what it takes to connect and to declare. */
    public double rateSinceFirst() throws InterruptedException {
        awaitAll();
        return Site.rate(events, first.get());
    }

    /** Events a second, once all are handled. */
    public double rateSince(long startNanos) throws InterruptedException {
        awaitAll();
        return Site.rate(events, startNanos);
    }

    /** Waits until all are handled. */
    void awaitAll() throws InterruptedException {
        if (!open.await(SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(open.getCount() + " of " + events + " events never came");
        }
    }
}
