package dev.tidings.broker.internal;

import com.rabbitmq.client.Connection;
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
    private static final int CLOSE_TIMEOUT_MILLIS = 3_000;
    /** A connection that ends sooner counts as another failure: something that is done on it may be what ends it. */
    private static final Duration LASTED = Duration.ofSeconds(1);

    private final String name;
    private final String target;
    private final Connector connector;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Backoff backoff = new Backoff();
    private @Nullable Linked current;
    private String words;

    /** Starts connecting, and returns at once. */
    public Link(ConnectionSettings settings, String role) {
        this.name = settings.name() + " " + role;
        this.target = settings.nodes().toString();
        this.connector = new Connector(settings, name);
        this.words = "connecting to " + target;
        this.thread = Threads.daemon("tidings " + name, this::keepConnected);
        thread.start();
    }

    private void keepConnected() {
        Duration pause = Duration.ZERO;
        try {
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = connectOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects, stays until the connection has ended, and tells how long to pause. */
    private Duration connectOnce() throws InterruptedException {
        try {
            Linked linked = connector.connect();
            long start = System.nanoTime();
            CountDownLatch ended = new CountDownLatch(1);
            linked.connection().addShutdownListener(cause -> {
                down(Causes.inWords(cause));
                ended.countDown();
            });
            up(linked);
            ended.await();
            if (System.nanoTime() - start > LASTED.toNanos()) {
                backoff.reset();
            }
            return backoff.next();
        } catch (IOException | TimeoutException | RuntimeException e) {
            down(Causes.inWords(e));
            return Causes.isLasting(e) ? backoff.longest() : backoff.next();
        }
    }

    private synchronized void up(Linked linked) {
        Connection connection = linked.connection();
        if (isClosing()) {
            connection.abort(CLOSE_TIMEOUT_MILLIS);
        } else if (connection.isOpen()) {
            current = linked;
            words = "connected to " + connection.getAddress().getHostAddress() + ":" + connection.getPort() + ", "
                    + linked.dialect();
            log.info("{}: {}", name, words);
            notifyAll();
        }
    }

    private synchronized void down(String why) {
        current = null;
        String now = isClosing() ? "closed" : "no connection to " + target + ": " + why;
        if (!now.equals(words) && !isClosing()) {
            log.warn("{}: {}; trying again until it is there", name, now);
        }
        words = now;
    }

    /** The connection, as soon as there is one. */
    synchronized Linked await() throws InterruptedException {
        while (current == null || !current.connection().isOpen()) {
            wait();
        }
        return current;
    }

    /** Whether a connection stood in time. */
    public synchronized boolean await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); current == null && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        return current != null;
    }

    /** Whether there is a connection now. */
    public synchronized boolean isUp() {
        return current != null;
    }

    /** How it is, in words. */
    public synchronized String words() {
        return words;
    }

    /** Ends this connection, which is seen to be useless, so that a new one takes its place. */
    void replace(Connection connection) {
        connection.abort(0);
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
            last.connection().abort(CLOSE_TIMEOUT_MILLIS);
        }
    }
}
