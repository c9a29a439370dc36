package dev.tidings.broker;

import java.io.Closeable;

/** What is alive: says how it is in words, and stops gracefully on close. Neither throws. Safe for use by many threads. */
public interface Running extends Closeable {

    /** How it is now. Returns at once, and asks nobody over the network. */
    Health health();

    /** Stops gracefully, within a deadline. A second call does nothing. */
    @Override
    void close();
}
