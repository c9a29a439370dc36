package dev.tidings.consumer;

import dev.tidings.idempotency.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Turns what a handler did, or what the store answered, into a decision; sends the retry or the dead letter. */
final class Handling {
    private final GroupSettings settings;
    private final Outgoing outgoing;
    private final Consumer<Throwable> pausing;
    private final BooleanSupplier isPaused;

    /**
     * @param pausing is told what does not work for now
     * @param isPaused whether nothing is to be begun
     */
    Handling(GroupSettings settings, Outgoing outgoing, Consumer<Throwable> pausing, BooleanSupplier isPaused) {
        this.settings = settings;
        this.outgoing = outgoing;
        this.pausing = pausing;
        this.isPaused = isPaused;
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

    /** The same, with the event in the log's context and in its trace. */
    static Optional<Throwable> thrownBy(Arrival arrival, Calling calling) {
        return Surroundings.during(arrival, () -> thrownBy(calling));
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

    /** Whether it can be begun: if not, it goes back to the queue. */
    boolean canBegin(Arrival arrival) {
        return arrival.isLive() && !isPaused.getAsBoolean();
    }

    /** Whether this failure of its handler says that something does not work for now, whatever the event. */
    boolean pauses(Arrival arrival, Throwable failure) {
        return settings.policy().pausesOn(failure, arrival.pauses()).isPresent();
    }

    /** Its handler threw. */
    Decision failed(Claimed claimed, Throwable failure, Duration took) {
        Arrival arrival = claimed.arrival();
        return settings.policy()
                .pausesOn(failure, arrival.pauses())
                .map(cause -> pause(claimed, cause, failure, took))
                .orElseGet(() -> failed(claimed, Reason.FAILED, failure, took));
    }

    private Decision pause(Claimed claimed, Throwable cause, Throwable failure, Duration took) {
        Arrival arrival = claimed.arrival();
        pausing.accept(cause);
        return settings.policy()
                .delayAfterPause(arrival.pauses() + 1)
                .map(delay -> new Decision(
                        arrival,
                        Handled.Verdict.RETRY_LATER,
                        claimed.owned(),
                        outgoing.afterPause(arrival, delay),
                        Optional.of(failure),
                        took))
                .orElseGet(() -> Decision.giveBack(arrival, claimed.owned()));
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
