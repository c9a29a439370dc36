package dev.tidings.broker.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one connection to the broker alive: connects, waits until it ends, pauses, connects again, until closed. */
public final class Link implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final int CLOSE_TIMEOUT_MILLIS = 1_000;

    private final String name;
    private final String target;
    private final Connector connector;
    private final Status status;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Backoff backoff = new Backoff();
    private volatile @Nullable Linked current;

    /** Starts connecting, and returns at once. */
    public Link(ConnectionSettings settings, String role) {
        this.name = settings.name() + " " + role;
        this.target = settings.nodes().toString();
        this.connector = new Connector(settings, name);
        this.status = new Status("connecting to " + target);
        this.thread = Threads.daemon("tidings " + name, this::keepConnected);
        thread.start();
    }

    private void keepConnected() {
        Duration pause = Duration.ZERO;
        try {
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = connectOnce(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects, stays until the connection has ended, and tells how long to pause. */
    private Duration connectOnce(Duration lastPause) throws InterruptedException {
        try {
            Linked linked = connector.connect();
            long start = System.nanoTime();
            CountDownLatch ended = new CountDownLatch(1);
            linked.connection().addShutdownListener(cause -> {
                down(linked.endedBecause(cause));
                ended.countDown();
            });
            up(linked);
            ended.await();
            if (System.nanoTime() - start > lastPause.toNanos()) {
                backoff.reset();
            }
            return backoff.next();
        } catch (IOException | TimeoutException | RuntimeException e) {
            down(Causes.inWords(e));
            return Causes.isLasting(e) ? backoff.longest() : backoff.next();
        }
    }

    private synchronized void up(Linked linked) {
        if (isClosing()) {
            linked.cut("closed");
        } else if (linked.connection().isOpen()) {
            current = linked;
            status.set(true, "connected to " + linked);
            log.info("{}: {}", name, status.words());
            notifyAll();
        }
    }

    private synchronized void down(String why) {
        current = null;
        String now = isClosing() ? "closed" : "no connection to " + target + ": " + why;
        if (!now.equals(status.words()) && !isClosing()) {
            log.warn("{}: {}; trying again until it is there", name, now);
        }
        status.set(false, now);
    }

    /** The connection, as soon as there is one; not the last one, where it has ended and is about to be replaced. */
    synchronized Linked await() throws InterruptedException {
        while (current == null || !current.connection().isOpen()) {
            wait();
        }
        return current;
    }

    /** Whether a connection stood in time. */
    public boolean await(Duration atMost) throws InterruptedException {
        return status.await(atMost);
    }

    /** Whether there is a connection now. */
    public boolean isUp() {
        return status.isUp();
    }

    /** Whether the broker takes no publishes on the connection there is. */
    boolean isBlocked() {
        Linked now = current;
        return now != null && now.isBlocked();
    }

    /** How it is, in words. */
    public String words() {
        Linked now = current;
        String blocked = now == null ? "" : now.blockedBecause();
        return blocked.isEmpty() ? status.words() : status.words() + "; it takes no publishes: " + blocked;
    }

    /** Ends the connection there is, which is seen to be useless. */
    synchronized void cut(String why) {
        if (current != null) {
            current.cut(why);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        Linked last;
        synchronized (this) {
            last = current;
        }
        if (last != null) {
            try {
                last.close(CLOSE_TIMEOUT_MILLIS);
            } catch (InterruptedException e) {
                last.cut("closed");
                Thread.currentThread().interrupt();
            }
        }
    }
}
