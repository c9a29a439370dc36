package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs the handler for one arrival, and turns what it throws into a retry or a dead letter. */
final class Handling {
    private final GroupSettings settings;
    private final Outgoing outgoing;

    Handling(GroupSettings settings, Outgoing outgoing) {
        this.settings = settings;
        this.outgoing = outgoing;
    }

    /** Handles an event that this instance owns, or that cannot be owned. */
    Decision handle(Arrival arrival, DomainEvent event, Optional<Claim.Owned> claim) {
        long start = System.nanoTime();
        Optional<Handler> handler = settings.routes()
                .handlerFor(arrival.message().exchange(), arrival.message().routingKey());
        if (handler.isEmpty()) {
            UnmatchedEventException failure = new UnmatchedEventException(settings, arrival.message());
            return failed(arrival, claim, Reason.UNMATCHED, failure, Duration.ZERO);
        }
        Optional<Throwable> failure = thrownBy(handler.get(), event);
        Duration took = since(start);
        return failure.isEmpty()
                ? Decision.done(arrival, claim, took)
                : failed(arrival, claim, Reason.FAILED, failure.get(), took);
    }

    /** Also errors: whatever a handler throws is a failure of this event alone, and the lane goes on. */
    private static Optional<Throwable> thrownBy(Handler handler, DomainEvent event) {
        try {
            handler.handle(event);
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(e);
        } finally {
            // The thread is the lane's: an interrupt was meant for the handler, and ends with it.
            Thread.interrupted();
        }
    }

    /** Makes a dead letter of what is not an event. */
    Decision unreadable(Arrival arrival, Throwable why) {
        return new Decision(
                arrival,
                Handled.Verdict.DEAD,
                Optional.empty(),
                outgoing.dead(arrival, Reason.UNREADABLE, why),
                Optional.of(why),
                Duration.ZERO);
    }

    /** Somebody else has it: it comes again after the first delay, as the same attempt. */
    Decision busy(Arrival arrival) {
        if (settings.policy().delays().isEmpty()) {
            return Decision.giveBack(arrival, Optional.empty());
        }
        return new Decision(
                arrival,
                Handled.Verdict.RETRY_LATER,
                Optional.empty(),
                outgoing.retry(arrival, settings.policy().delayAfter(1), arrival.attempt()),
                Optional.empty(),
                Duration.ZERO);
    }

    private Decision failed(
            Arrival arrival, Optional<Claim.Owned> claim, Reason reason, Throwable failure, Duration took) {
        boolean again = settings.policy().retries(failure, arrival.attempt());
        CompletableFuture<Boolean> safe = again
                ? outgoing.retry(arrival, settings.policy().delayAfter(arrival.attempt()), arrival.attempt() + 1)
                : outgoing.dead(arrival, reason, failure);
        Handled.Verdict verdict = again ? Handled.Verdict.RETRY_LATER : Handled.Verdict.DEAD;
        return new Decision(arrival, verdict, claim, safe, Optional.of(failure), took);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
