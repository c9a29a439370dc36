package dev.tidings.publisher;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Threads;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.RawMessage;
import dev.tidings.publisher.internal.PublisherSettings;
import dev.tidings.publisher.internal.Unrouted;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Publishes through a {@link ConfirmedPublisher}, and turns its verdicts into outcomes. */
final class ConfirmingEventPublisher implements EventPublisher {
    private final PublisherSettings settings;
    private final Transport transport;
    private final ConfirmedPublisher confirmed;
    private final PublisherMeters meters;
    private final Unrouted unrouted;
    private final Executor outcomes;
    private final Runnable closing = this::close;
    private volatile boolean closed;

    ConfirmingEventPublisher(PublisherSettings settings, Broker broker) {
        String exchange = settings.exchange().name();
        this.settings = settings;
        this.transport = Transport.of(broker);
        this.unrouted = new Unrouted("tidings.publisher.unrouted", exchange);
        this.outcomes = oneThread("tidings outcomes of " + exchange);
        this.confirmed = transport.publisher(
                new ConfirmedPublisher.Settings(
                        exchange, settings.window(), settings.deadline(), settings.confirmTimeout()),
                Topology.of(settings.exchange()));
        this.meters = new PublisherMeters(exchange, confirmed::epochs);
        transport.closesPublisher(closing);
    }

    /** Ends its thread when idle and is never shut down, so that the last outcome is told as well as the first. */
    private static Executor oneThread(String name) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.named(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public Outcome publish(DomainEvent event) {
        DomainEvent complete = settings.complete(event);
        RawMessage message = settings.message(complete);
        long begun = meters.begun();
        try {
            return outcome(complete, confirmed.publish(message).get(), begun);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verdict is a value, never a failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            meters.ended(Verdict.Kind.UNKNOWN, begun);
            throw new OutcomeUnknownException("the thread was interrupted while " + named(complete)
                    + " waited for its confirm; publish the same event object again to be sure");
        }
    }

    @Override
    public CompletableFuture<Outcome> publishAsync(DomainEvent event) {
        DomainEvent complete = settings.complete(event);
        RawMessage message = settings.message(complete);
        long begun = meters.begun();
        // Not the stage itself: a caller who cancels it would have it neither counted nor logged.
        CompletableFuture<Outcome> told = new CompletableFuture<>();
        CompletableFuture<Void> unused =
                confirmed.publish(message).thenAcceptAsync(verdict -> tell(told, complete, verdict, begun), outcomes);
        return told;
    }

    private void tell(CompletableFuture<Outcome> told, DomainEvent event, Verdict verdict, long begun) {
        try {
            told.complete(outcome(event, verdict, begun));
        } catch (RuntimeException e) {
            told.completeExceptionally(e);
        }
    }

    private Outcome outcome(DomainEvent event, Verdict verdict, long begun) {
        meters.ended(verdict.kind(), begun);
        return switch (verdict.kind()) {
            case ROUTED -> Outcome.ROUTED;
            case UNROUTED -> unrouted(event, verdict);
            case NOT_SENT -> throw notPublished(event, verdict.words() + "; it is safe to publish it again");
            case REFUSED -> throw notPublished(event, verdict.words() + "; as it is, it would be refused again");
            case UNKNOWN -> throw unknown(event, verdict);
        };
    }

    private NotPublishedException notPublished(DomainEvent event, String why) {
        return new NotPublishedException(named(event) + " was not published: " + why);
    }

    private OutcomeUnknownException unknown(DomainEvent event, Verdict verdict) {
        return new OutcomeUnknownException(named(event) + " may or may not be published: " + verdict.words()
                + "; publish the same event object again, and consumers recognise it");
    }

    private Outcome unrouted(DomainEvent event, Verdict verdict) {
        if (settings.routeRequired()) {
            unrouted.count(event.routingKey());
            throw verdict.isDoubtful()
                    ? unknown(event, verdict)
                    : notPublished(
                            event, "no queue is bound for it, and a route is required; start its consumer group first");
        }
        unrouted.tell(event.routingKey());
        return Outcome.UNROUTED;
    }

    private String named(DomainEvent event) {
        return "event " + event.eventId() + " (" + event.routingKey() + ") to exchange '"
                + settings.exchange().name() + "'";
    }

    @Override
    public Health health() {
        if (closed) {
            return Health.down("closed");
        }
        String words = "publisher of " + settings.exchange().name() + ": " + confirmed.words();
        return confirmed.isUp() ? Health.up(words) : Health.waiting(words);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            transport.closed(closing);
            confirmed.close();
            meters.close();
        }
    }
}
