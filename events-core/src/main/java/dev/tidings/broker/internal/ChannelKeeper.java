package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one channel open on a {@link Link}: opens it, waits until it ends, pauses, opens the next. */
final class ChannelKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelKeeper.class);
    private static final int GOODBYE_MILLIS = 1_000;
    private static final Duration LASTED = Duration.ofSeconds(10);

    /** What is done with the channel. All are called on the keeper's thread, never at the same time. */
    interface Use {
        /** A new channel. It is in use when this returns. A failure ends the channel. */
        void opened(Channel channel, Linked linked) throws IOException, TimeoutException, InterruptedException;

        /** Goes on with it until it has ended, which the latch tells. */
        default void work(CountDownLatch ended) throws IOException, InterruptedException {
            ended.await();
        }

        /** That channel has ended, and nothing more will come from it. */
        void ended(String why);
    }

    private final String name;
    private final Link link;
    private final Use use;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Backoff backoff = new Backoff();
    private final Status status = new Status("no channel yet");
    private volatile boolean gone;

    ChannelKeeper(String name, Link link, Use use) {
        this.name = name;
        this.link = link;
        this.use = use;
        this.thread = Threads.daemon("tidings " + name, this::keepOpen);
    }

    void start() {
        thread.start();
    }

    private void keepOpen() {
        Duration pause = Duration.ZERO;
        try {
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = openOnce(link.await());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens a channel, stays until it has ended, and tells how long to pause. */
    private Duration openOnce(Linked linked) throws InterruptedException {
        long start = System.nanoTime();
        Channel channel = null;
        boolean lasting = false;
        gone = false;
        String why = "closed";
        try {
            channel = linked.connection()
                    .openChannel()
                    .orElseThrow(() -> new IOException("the connection has no channel left"));
            CountDownLatch ended = new CountDownLatch(1);
            channel.addShutdownListener(cause -> ended.countDown());
            use.opened(channel, linked);
            status.set(true, "open");
            use.work(ended);
            ended.await();
            why = Causes.inWords(channel.getCloseReason());
        } catch (IOException | TimeoutException | RuntimeException e) {
            why = Causes.inWords(e);
            lasting = Causes.isLasting(e);
        } finally {
            status.set(false, why);
            if (channel != null) {
                Channels.abort(channel);
            }
            gone = true;
            use.ended(why);
        }
        if (!linked.connection().isOpen()) {
            // The link says so, and pauses. Who asked for what the connection ended for stays away longer: others work
            // on it.
            return lasting ? backoff.longest() : Duration.ZERO;
        }
        log.warn("{}: {}; opening a new channel", name, why);
        if (System.nanoTime() - start > LASTED.toNanos()) {
            backoff.reset();
        }
        return lasting ? backoff.longest() : backoff.next();
    }

    boolean isUp() {
        return status.isUp();
    }

    /** Whether a channel was open and in use in time. */
    boolean await(Duration atMost) throws InterruptedException {
        return status.await(atMost);
    }

    /** How it is, in words: that of the connection where there is none. */
    String words() {
        return link.isUp() ? status.words() : link.words();
    }

    /** Stops keeping the channel open; the use hears {@code ended} before this returns. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(GOODBYE_MILLIS);
            if (thread.isAlive() && !gone) {
                // The client waits for the answer to a close as long as the connection lives.
                link.cut("it did not answer when a channel was closed");
            }
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
