package dev.tidings.outbox;

import dev.tidings.broker.Running;
import dev.tidings.events.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.List;

/**
 * Publishes what is in an outbox. As many as you like may run, in as many processes: they share the work by leases in the database.
 *
 * <p>An event is marked as published only when the broker has confirmed it, so one that was published by a relay which then ended is
 * published again. One event of an entity at a time; different ones many at a time. An outage of the broker or of the database leaves
 * events where they are. Closing it ends its thread, marks what is answered within the publisher's deadline, and gives its leases
 * back. Safe for use by many threads.
 */
public interface Relay extends Running {

    /**
     * What one look at the table did.
     *
     * @param published confirmed and marked, those without a queue included
     * @param unrouted of these, without a queue
     * @param setAside will never be published as they are
     * @param left read and not published yet: refused just now, still without an answer, or behind one of these. What had to wait before
     *     is not read
     * @param more whether there was more than one look takes in
     */
    record Flushed(int published, int unrouted, int setAside, int left, boolean more) {
        static final Flushed NOTHING = new Flushed(0, 0, 0, 0, false);

        /** Whether it changed anything. */
        public boolean any() {
            return published + setAside > 0;
        }
    }

    /**
     * An event that does not stop the others.
     *
     * @param reason why it cannot be published
     * @param since when that was seen
     */
    record SetAside(String eventId, String routingKey, String reason, Instant since) {}

    /**
     * Publishes a bounded number of events in the caller's thread, and tells what it did. Waits for their confirms, but not for one that
     * is long in coming: the next call takes its answer.
     *
     * @throws dev.tidings.events.TidingsException if the database fails; nothing is lost, call again
     */
    @CanIgnoreReturnValue
    Flushed flush();

    /**
     * Flushes again and again on a thread of its own: at once while there is something to do, else every 200 ms.
     *
     * @throws dev.tidings.events.TidingsException if the tables are missing or of another version
     */
    @CanIgnoreReturnValue
    Relay start();

    /** The events that were set aside, the oldest first, at most 1,000. */
    List<SetAside> setAside();

    /** Has an event that was set aside published again. How many rows that were: 0 if there is none with that id. */
    int retry(String eventId);
}
