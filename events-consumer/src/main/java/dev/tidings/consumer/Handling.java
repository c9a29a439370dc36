package dev.tidings.consumer;

import dev.tidings.idempotency.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Turns what a handler did, or what the store answered, into a decision; sends the retry or the dead letter. */
final class Handling {
    private final GroupSettings settings;
    private final Outgoing outgoing;

    Handling(GroupSettings settings, Outgoing outgoing) {
        this.settings = settings;
        this.outgoing = outgoing;
    }

    /** What calls a handler. */
    @FunctionalInterface
    interface Calling {
        void run() throws Exception;
    }

    /** Also errors: whatever a handler throws is a failure of its event alone, and its worker goes on. */
    static Optional<Throwable> thrownBy(Calling calling) {
        try {
            calling.run();
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(e);
        } finally {
            // The thread is the worker's: an interrupt was meant for the handler, and ends with it.
            Thread.interrupted();
        }
    }

    /** What no handler can be called for. */
    Decision notHandled(Claimed claimed) {
        Arrival arrival = claimed.arrival();
        if (arrival.unreadable().isPresent()) {
            return dead(arrival, Reason.UNREADABLE, arrival.unreadable().get());
        }
        return failed(
                claimed, Reason.UNMATCHED, new UnmatchedEventException(settings, arrival.message()), Duration.ZERO);
    }

    /** What somebody else has, or had. */
    Decision notMine(Claimed claimed) {
        Claim claim = claimed.claim().orElseThrow();
        if (claim instanceof Claim.Completed) {
            return Decision.duplicate(claimed.arrival());
        }
        return claim instanceof Claim.Conflict ? conflict(claimed.arrival()) : laterAsThisAttempt(claimed.arrival());
    }

    private Decision conflict(Arrival arrival) {
        return dead(arrival, Reason.CONFLICT, new ConflictingEventException(arrival));
    }

    /** It comes again after the first delay, as the same attempt. */
    Decision laterAsThisAttempt(Arrival arrival) {
        if (settings.policy().delays().isEmpty()) {
            return Decision.giveBack(arrival, Optional.empty());
        }
        return decision(
                arrival,
                Handled.Verdict.RETRY_LATER,
                outgoing.retry(arrival, settings.policy().delayAfter(1), arrival.attempt()),
                Optional.empty());
    }

    /** Its handler threw. */
    Decision failed(Claimed claimed, Throwable failure, Duration took) {
        return failed(claimed, Reason.FAILED, failure, took);
    }

    private Decision failed(Claimed claimed, Reason reason, Throwable failure, Duration took) {
        Arrival arrival = claimed.arrival();
        boolean again = settings.policy().retries(failure, arrival.attempt());
        CompletableFuture<Boolean> safe = again
                ? outgoing.retry(arrival, settings.policy().delayAfter(arrival.attempt()), arrival.attempt() + 1)
                : outgoing.dead(arrival, reason, failure);
        Handled.Verdict verdict = again ? Handled.Verdict.RETRY_LATER : Handled.Verdict.DEAD;
        return new Decision(arrival, verdict, claimed.owned(), safe, Optional.of(failure), took);
    }

    private Decision dead(Arrival arrival, Reason reason, Throwable why) {
        return decision(arrival, Handled.Verdict.DEAD, outgoing.dead(arrival, reason, why), Optional.of(why));
    }

    private static Decision decision(
            Arrival arrival, Handled.Verdict verdict, CompletableFuture<Boolean> safe, Optional<Throwable> failure) {
        return new Decision(arrival, verdict, Optional.empty(), safe, failure, Duration.ZERO);
    }
}
