package dev.tidings.broker.internal;

import java.util.Optional;

/**
 * Reads a queue message by message. What is not acknowledged when it is closed, or when the connection ends, is in the queue again. For
 * use by one thread.
 */
public interface QueueReader extends AutoCloseable {

    /** How many messages nobody has at hand. */
    long depth();

    /** The next one; empty if there is none. */
    Optional<Delivery> next();

    /** Puts back what was not settled, and waits until the queue has it, so that who looks next sees it. */
    @Override
    void close();
}
