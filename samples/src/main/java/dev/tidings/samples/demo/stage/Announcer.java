package dev.tidings.samples.demo.stage;

import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events until the broker has them. Returns at once; the order of events is not kept.
 *
 * <p>An event that was not published, or perhaps not, is published again: the same object, so that consumers recognise it. This is
 * enough for a demo and not for production: what waits here is lost with the process, although its change is committed. An outbox in
 * the same transaction as the change is the remedy.
 */
public final class Announcer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);

    private final EventPublisher publisher;
    private final Consumer<DomainEvent> taken;
    private volatile boolean closed;

    /**
     * An announcer.
     *
     * @param taken is told of each event that the broker has confirmed
     */
    public Announcer(EventPublisher publisher, Consumer<DomainEvent> taken) {
        this.publisher = publisher;
        this.taken = taken;
    }

    /** Publishes it, now and again until it is there. */
    public void announce(DomainEvent event) {
        publisher.publishAsync(event).thenAccept(outcome -> taken.accept(event)).exceptionally(failure -> {
            again(event, failure);
            return null;
        });
    }

    private void again(DomainEvent event, Throwable failure) {
        if (closed) {
            log.error("never published: {}", event, failure);
            return;
        }
        log.warn("published again: {}: {}", event, failure.getMessage());
        announce(event);
    }

    /** Repeats nothing any more. */
    @Override
    public void close() {
        closed = true;
        publisher.close();
    }
}
