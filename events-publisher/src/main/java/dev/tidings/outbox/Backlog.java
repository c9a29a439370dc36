package dev.tidings.outbox;

import dev.tidings.events.TidingsException;
import java.util.concurrent.atomic.AtomicLong;

/** How many events are in a spool, counted as they come and go: its process owns the file. Safe for use by many threads. */
final class Backlog {
    private final String spool;
    private final long limit;
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong aside = new AtomicLong();

    Backlog(String spool, long limit) {
        this.spool = spool;
        this.limit = limit;
    }

    /** What the file holds when it is opened, which may be more than the limit. */
    void found(long waiting, long setAside) {
        kept.addAndGet(waiting + setAside);
        aside.addAndGet(setAside);
    }

    /** Takes a place for an event. */
    void reserve(String eventId) {
        if (kept.incrementAndGet() > limit) {
            kept.decrementAndGet();
            throw new TidingsException(
                    "event " + eventId + " is not kept: " + spool + " holds its limit of " + limit
                            + " events; publish again when the broker has taken some (health() tells what it waits for), or open it with a higher limit(...)");
        }
    }

    /** So many are no longer in the file, or never were. */
    void gone(long events) {
        kept.addAndGet(-events);
    }

    void setAside(long events) {
        aside.addAndGet(events);
    }

    void putBack(long events) {
        aside.addAndGet(-events);
    }

    String words() {
        long outside = aside.get();
        return Math.max(0, kept.get() - outside) + " events wait" + (outside > 0 ? ", " + outside + " set aside" : "");
    }
}
