package dev.tidings.consumer;

import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends retries and dead letters, and tells whether they are safely in their queue. */
final class Outgoing implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Outgoing.class);

    private final GroupQueues queues;
    private final ConfirmedPublisher publisher;

    Outgoing(GroupQueues queues, Transport transport) {
        this.queues = queues;
        this.publisher = transport.publisher(
                new ConfirmedPublisher.Settings(
                        "retries of " + queues.group(), 1_000, Duration.ofSeconds(10), Duration.ofSeconds(4)),
                Topology.of());
    }

    /** Sends it round through a delay queue, to come back as this attempt. */
    CompletableFuture<Boolean> retry(Arrival arrival, Duration delay, int attempt) {
        return send(Letter.retry(arrival.message(), arrival.id(), queues.retry(delay), attempt));
    }

    /** Sends it round through a delay queue, to come back as the same attempt, after one more pause. */
    CompletableFuture<Boolean> afterPause(Arrival arrival, Duration delay) {
        return send(Letter.afterPause(arrival.message(), arrival.id(), queues.retry(delay), arrival.pauses() + 1));
    }

    /** Sends it round through a delay queue, to come back as the same attempt, after it came too early once more. */
    CompletableFuture<Boolean> afterEarly(Arrival arrival, Duration delay) {
        return send(Letter.afterEarly(arrival.message(), arrival.id(), queues.retry(delay), arrival.early() + 1));
    }

    /** Sends it to the queue of those that are handled alone, as this attempt. */
    CompletableFuture<Boolean> alone(Arrival arrival, int attempt) {
        return send(Letter.retry(arrival.message(), arrival.id(), queues.alone(), attempt));
    }

    /** Sends it on to another group, as the same attempt. */
    CompletableFuture<Boolean> forward(Arrival arrival, Share.Destination destination) {
        return send(Letter.forwarded(arrival.message(), arrival.id(), destination));
    }

    /** What becomes of what is not tried again. */
    Handled.Verdict last() {
        return queues.isShadow() ? Handled.Verdict.LEFT : Handled.Verdict.DEAD;
    }

    /** Makes it a dead letter; a shadow has none. */
    CompletableFuture<Boolean> dead(Arrival arrival, Reason reason, Throwable failure) {
        if (queues.isShadow()) {
            return CompletableFuture.completedFuture(true);
        }
        return send(Letter.dead(arrival.message(), arrival.id(), queues.dead(), reason, failure, arrival.attempt()));
    }

    private CompletableFuture<Boolean> send(RawMessage letter) {
        return publisher.publish(letter).thenApply(verdict -> isThere(letter, verdict));
    }

    private static boolean isThere(RawMessage letter, Verdict verdict) {
        if (verdict.kind() != Verdict.Kind.ROUTED) {
            log.warn(
                    "could not move a delivery to {}, it stays where it was: {}",
                    letter.exchange().isEmpty() ? "queue " + letter.routingKey() : "exchange " + letter.exchange(),
                    verdict.words());
        }
        return verdict.kind() == Verdict.Kind.ROUTED;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
