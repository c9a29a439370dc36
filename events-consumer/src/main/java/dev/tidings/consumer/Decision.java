package dev.tidings.consumer;

import dev.tidings.idempotency.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What becomes of an arrival, not yet settled.
 *
 * @param claim what it owns in the store
 * @param safe whether the delivery may be acknowledged; known once its retry or dead letter is confirmed
 */
record Decision(
        Arrival arrival,
        Handled.Verdict verdict,
        Optional<Claim.Owned> claim,
        CompletableFuture<Boolean> safe,
        Optional<Throwable> failure,
        Duration took) {
    private static final CompletableFuture<Boolean> SAFE = CompletableFuture.completedFuture(true);
    private static final CompletableFuture<Boolean> UNSAFE = CompletableFuture.completedFuture(false);

    static Decision done(Arrival arrival, Optional<Claim.Owned> claim, Duration took) {
        return new Decision(arrival, Handled.Verdict.DONE, claim, SAFE, Optional.empty(), took);
    }

    static Decision duplicate(Arrival arrival) {
        return without(arrival, Handled.Verdict.DUPLICATE);
    }

    /** No handler was called, and nothing is left to do. */
    static Decision without(Arrival arrival, Handled.Verdict verdict) {
        return new Decision(arrival, verdict, Optional.empty(), SAFE, Optional.empty(), Duration.ZERO);
    }

    /** Stands beside an earlier delivery of the same event, and is as safe as that one. */
    Decision repeated(Arrival again) {
        return new Decision(again, Handled.Verdict.DUPLICATE, Optional.empty(), safe, Optional.empty(), Duration.ZERO);
    }

    static Decision giveBack(Arrival arrival, Optional<Claim.Owned> claim) {
        return new Decision(arrival, Handled.Verdict.GIVEN_BACK, claim, UNSAFE, Optional.empty(), Duration.ZERO);
    }

    /** In a database's transaction, so there is nothing left to complete. */
    static Decision committed(Arrival arrival, Duration took) {
        return done(arrival, Optional.empty(), took);
    }

    boolean isDone() {
        return verdict == Handled.Verdict.DONE;
    }

    Handled handled(String group, boolean wasSafe) {
        Handled.Verdict told = wasSafe ? verdict : Handled.Verdict.GIVEN_BACK;
        return new Handled(
                group, arrival.message().routingKey(), arrival.event(), arrival.attempt(), told, failure, took);
    }
}
