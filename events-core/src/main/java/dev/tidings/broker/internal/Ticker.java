package dev.tidings.broker.internal;

import java.time.Duration;

/** Does small things later, one at a time. One that fails is logged, and does not end the others. */
public interface Ticker extends AutoCloseable {

    /** Once, after a delay; never, if it is closed before. */
    void after(Duration delay, Runnable work);

    /** Again and again, with this pause in between. */
    Repeated every(Duration pause, Runnable work);

    /** Its time: only differences mean something. */
    long nanoTime();

    /** Waits for so long; not at all if that is zero or less. */
    void sleep(Duration time) throws InterruptedException;

    /** What is done again and again, until this is called. */
    @FunctionalInterface
    interface Repeated {
        /** Ends it. */
        void end();
    }

    @Override
    void close();
}
