package dev.tidings.samples.demo;

import dev.tidings.broker.Health;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Says that it has published an event, and has not. */
final class ForgetfulPublisher implements EventPublisher {
    private final EventPublisher publisher;
    private final int forgotten;
    private final AtomicInteger events = new AtomicInteger();

    /**
     * Forgets one.
     *
     * @param forgotten which, from 1
     */
    ForgetfulPublisher(EventPublisher publisher, int forgotten) {
        this.publisher = publisher;
        this.forgotten = forgotten;
    }

    @Override
    public Outcome publish(DomainEvent event) {
        return publishAsync(event).join();
    }

    @Override
    public CompletableFuture<Outcome> publishAsync(DomainEvent event) {
        return events.incrementAndGet() == forgotten
                ? CompletableFuture.completedFuture(Outcome.ROUTED)
                : publisher.publishAsync(event);
    }

    @Override
    public Health health() {
        return publisher.health();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
