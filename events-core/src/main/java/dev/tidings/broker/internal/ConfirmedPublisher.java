package dev.tidings.broker.internal;

import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes with confirms and {@code mandatory}, and gives every publish one verdict. Safe for use by many threads.
 *
 * <p>What was sent and not answered when its channel ended is sent again, with the same {@code message_id}, on the next one. What the
 * broker refused (nack) is sent again after a pause. At its deadline a publish leaves the list before its caller is told. While the
 * broker takes no publishes (an alarm), nothing is sent and no connection is given up; deadlines go on.
 */
public interface ConfirmedPublisher extends AutoCloseable {

    /**
     * How to publish.
     *
     * @param name shown in logs
     * @param window how many may be outstanding
     * @param deadline after which a publish gets its verdict in any case
     * @param confirmTimeout after which a connection that does not answer is replaced; shorter than the deadline
     */
    record Settings(String name, int window, Duration deadline, Duration confirmTimeout) {}

    /**
     * Publishes. Waits while the window is full, and while the same id is outstanding.
     *
     * @return the verdict; it is completed on a thread that must not be held up
     */
    CompletableFuture<Verdict> publish(RawMessage message);

    /** Whether it can send now. */
    boolean isUp();

    /** How it is, in words. */
    String words();

    /** How many channels it has published on so far: one, and one more for each that ended. */
    long epochs();

    /** Waits until all is answered, at most for the deadline; then answers what is left, and ends. */
    @Override
    void close();
}
