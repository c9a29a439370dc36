package dev.tidings.testkit;

import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.RawMessage;
import dev.tidings.publisher.EventPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Stands in for a publisher in tests: keeps the events, and answers as it was told. Safe for use by many threads.
 *
 * <p>At first it answers {@code ROUTED}. What a real one refuses before it touches a connection, and whatever comes after {@link #close},
 * is refused here, too. A future is done when {@link #publishAsync} returns it, so what is chained to it runs in the calling thread.
 */
public final class RecordingPublisher implements EventPublisher {
    private final List<DomainEvent> attempted = new ArrayList<>();
    private final List<DomainEvent> published = new ArrayList<>();
    private Answer answer = event -> Outcome.ROUTED;
    private boolean closed;

    /** What becomes of a publish. */
    @FunctionalInterface
    private interface Answer {
        Outcome to(DomainEvent event);
    }

    private RecordingPublisher() {}

    /** A new publisher that answers {@code ROUTED}. */
    public static RecordingPublisher create() {
        return new RecordingPublisher();
    }

    /** From now on every event is routed. */
    @CanIgnoreReturnValue
    public RecordingPublisher routed() {
        return answering(event -> Outcome.ROUTED);
    }

    /** From now on no queue is bound for any event. */
    @CanIgnoreReturnValue
    public RecordingPublisher unrouted() {
        return answering(event -> Outcome.UNROUTED);
    }

    /** From now on every publish fails with {@link NotPublishedException}. */
    @CanIgnoreReturnValue
    public RecordingPublisher notPublished() {
        return answering(event -> {
            throw refusal(event, "the test wants it so");
        });
    }

    /** From now on every publish fails with {@link OutcomeUnknownException}; such an event is not in {@link #published}. */
    @CanIgnoreReturnValue
    public RecordingPublisher outcomeUnknown() {
        return answering(event -> {
            throw new OutcomeUnknownException(named(event) + " may or may not be published: the test wants it so;"
                    + " publish the same event object again, and consumers recognise it");
        });
    }

    private synchronized RecordingPublisher answering(Answer other) {
        answer = other;
        return this;
    }

    private static NotPublishedException refusal(DomainEvent event, String why) {
        return new NotPublishedException(
                named(event) + " was not published: " + why + "; it is safe to publish it again");
    }

    private static String named(DomainEvent event) {
        return "event " + event.eventId() + " (" + event.routingKey() + ")";
    }

    /** The events that were answered {@code ROUTED} or {@code UNROUTED}, in this order. */
    public synchronized List<DomainEvent> published() {
        return List.copyOf(published);
    }

    /** The events of all calls, those that failed too, in this order; an event that was published again comes again. */
    public synchronized List<DomainEvent> attempted() {
        return List.copyOf(attempted);
    }

    @Override
    public synchronized Outcome publish(DomainEvent event) {
        RawMessage unused = EventFormat.standard().write(event, "");
        attempted.add(event);
        if (closed) {
            throw refusal(event, "the publisher is closed");
        }
        Outcome outcome = answer.to(event);
        published.add(event);
        return outcome;
    }

    @Override
    public CompletableFuture<Outcome> publishAsync(DomainEvent event) {
        try {
            return CompletableFuture.completedFuture(publish(event));
        } catch (NotPublishedException | OutcomeUnknownException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public synchronized Health health() {
        return closed ? Health.down("closed") : Health.up("publisher that records: " + published.size() + " published");
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
