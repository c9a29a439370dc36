package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How much a group handles at once, and by what.
 *
 * @param atOnce how many handlers
 * @param autoscale what changes that number, if something does
 * @param prefetch how many deliveries are at hand
 * @param executor calls handlers; empty for threads of the group's own
 */
@CheckReturnValue
record Capacity(int atOnce, Optional<Autoscale> autoscale, int prefetch, Optional<Executor> executor) {
    private static final int MOST_HANDLERS = 1_000;
    private static final int MOST_AT_HAND = 10_000;

    static Capacity usual() {
        return new Capacity(8, Optional.empty(), 500, Optional.empty());
    }

    Capacity withAtOnce(int handlers) {
        checkHandlers(handlers);
        return new Capacity(handlers, Optional.empty(), prefetch, executor);
    }

    static void checkHandlers(int handlers) {
        check("a concurrency", handlers, MOST_HANDLERS);
    }

    private static void check(String what, int number, int most) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(what + " of " + number + " is not possible; give 1 to " + most);
        }
    }

    Capacity withAutoscale(Autoscale other) {
        return new Capacity(other.least(), Optional.of(other), prefetch, executor);
    }

    Capacity withPrefetch(int deliveries) {
        check("a prefetch", deliveries, MOST_AT_HAND);
        return new Capacity(atOnce, autoscale, deliveries, executor);
    }

    Capacity withExecutor(Executor other) {
        return new Capacity(atOnce, autoscale, prefetch, Optional.of(other));
    }

    @Override
    public String toString() {
        return autoscale.map(Autoscale::toString).orElse(atOnce + " handlers at once");
    }
}
