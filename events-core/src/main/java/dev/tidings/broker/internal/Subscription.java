package dev.tidings.broker.internal;

import java.time.Duration;
import java.util.Optional;

/**
 * Consumes one queue for as long as it is not closed: declares what it needs, consumes, and does so again on each new channel. Safe for
 * use by many threads.
 */
public interface Subscription extends AutoCloseable {

    /**
     * What a look at the queue has shown.
     *
     * @param waiting how many messages nobody has at hand; on Qpid, those that somebody has at hand too
     * @param isExact whether they are not counted that somebody has at hand
     */
    record Depth(long waiting, boolean isExact) {}

    /** Begins. Returns at once. To be called once. */
    void start();

    /** Whether deliveries can come. */
    boolean isUp();

    /** Whether deliveries could come in time. */
    boolean await(Duration atMost) throws InterruptedException;

    /** How it is, in words. */
    String words();

    /** The last look at the queue, some seconds old at most; empty while there is no channel. */
    Optional<Depth> depth();

    /**
     * Has at most so many deliveries at hand that are not settled, from a moment later on; with 0 there are no new ones. Returns at
     * once.
     */
    void pull(int atATime);

    /** Goes on with a new channel; what is not settled on the old one is delivered again. Returns at once. */
    void renew(String why);

    /** Stops new deliveries; those at hand can still be settled. */
    void cancel();

    /** Ends the channel: what is not settled goes back to the queue. */
    @Override
    void close();
}
