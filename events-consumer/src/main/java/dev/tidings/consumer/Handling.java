package dev.tidings.consumer;

import dev.tidings.idempotency.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Turns what a handler did, or what the store answered, into a decision; sends the retry or the dead letter. */
final class Handling {
    private final GroupSettings settings;
    private final Outgoing outgoing;
    private final Consumer<Throwable> pausing;
    private final Predicate<Arrival> canBegin;

    /**
     * @param pausing is told what does not work for now
     * @param canBegin whether a handler may be called for it; if not, it goes back to the queue
     */
    Handling(GroupSettings settings, Outgoing outgoing, Consumer<Throwable> pausing, Predicate<Arrival> canBegin) {
        this.settings = settings;
        this.outgoing = outgoing;
        this.pausing = pausing;
        this.canBegin = canBegin;
    }

    /** Where what is not the group's own goes. */
    Forwarding forwarding() {
        return new Forwarding(settings.claims().share(), outgoing);
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
        return arrival.isLive() && canBegin.test(arrival);
    }

    /** Whether this failure of its handler says nothing of the event: the group stops, or something does not work for now. */
    boolean isNoFault(Arrival arrival, Throwable failure) {
        return failure instanceof GroupStoppedException
                || settings.policy().pausesOn(failure, arrival.pauses()).isPresent();
    }

    /** Its handler threw. */
    Decision failed(Claimed claimed, Throwable failure, Duration took) {
        Arrival arrival = claimed.arrival();
        if (failure instanceof GroupStoppedException) {
            return Decision.giveBack(arrival, claimed.owned());
        }
        if (settings.policy().waitsFor(failure, arrival.early())) {
            return withoutAttempt(claimed, arrival.early() + 1, outgoing::afterEarly, failure, took);
        }
        return settings.policy()
                .pausesOn(failure, arrival.pauses())
                .map(cause -> pause(claimed, cause, failure, took))
                .orElseGet(() -> failed(claimed, Reason.FAILED, failure, took));
    }

    /** It goes to the queue of those that are handled alone. */
    Decision alone(Claimed claimed) {
        Arrival arrival = claimed.arrival();
        return new Decision(
                arrival,
                Handled.Verdict.GIVEN_BACK,
                claimed.owned(),
                outgoing.alone(arrival, arrival.attempt()),
                Optional.empty(),
                Duration.ZERO);
    }

    /** It was handled alone, and neither its handler nor its process came to an end in order. */
    Decision neverReturned(Claimed claimed) {
        Arrival arrival = claimed.arrival();
        NeverReturnedException failure = new NeverReturnedException(arrival.attempt());
        boolean again = settings.policy().retries(failure, arrival.attempt());
        return new Decision(
                arrival,
                again ? Handled.Verdict.RETRY_LATER : outgoing.last(),
                claimed.owned(),
                again ? outgoing.alone(arrival, arrival.attempt() + 1) : outgoing.dead(arrival, Reason.FAILED, failure),
                Optional.of(failure),
                Duration.ZERO);
    }

    private Decision pause(Claimed claimed, Throwable cause, Throwable failure, Duration took) {
        pausing.accept(cause);
        return withoutAttempt(claimed, claimed.arrival().pauses() + 1, outgoing::afterPause, failure, took);
    }

    /**
     * It comes again as the same attempt.
     *
     * @param times so often, this time counted
     */
    private Decision withoutAttempt(
            Claimed claimed,
            int times,
            BiFunction<Arrival, Duration, CompletableFuture<Boolean>> sending,
            Throwable failure,
            Duration took) {
        Arrival arrival = claimed.arrival();
        return settings.policy()
                .delayWithoutAttempt(times)
                .map(delay -> new Decision(
                        arrival,
                        Handled.Verdict.RETRY_LATER,
                        claimed.owned(),
                        sending.apply(arrival, delay),
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
        Handled.Verdict verdict = again ? Handled.Verdict.RETRY_LATER : outgoing.last();
        return new Decision(arrival, verdict, claimed.owned(), safe, Optional.of(failure), took);
    }

    private Decision dead(Arrival arrival, Reason reason, Throwable why) {
        return decision(arrival, outgoing.last(), outgoing.dead(arrival, reason, why), Optional.of(why));
    }

    private static Decision decision(
            Arrival arrival, Handled.Verdict verdict, CompletableFuture<Boolean> safe, Optional<Throwable> failure) {
        return new Decision(arrival, verdict, Optional.empty(), safe, failure, Duration.ZERO);
    }
}
