package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import java.time.Duration;
import java.util.Optional;

/**
 * How long things may take.
 *
 * @param ackTimeout the broker waits so long for an acknowledgement
 * @param shorterHandlers a handler may take so long; empty for half of the broker's patience
 * @param stopWithin handlers that run when the group stops may go on for so long
 */
@CheckReturnValue
record Timing(Duration ackTimeout, Optional<Duration> shorterHandlers, Duration stopWithin) {
    private static final Duration LONGEST = Duration.ofDays(30);

    static Timing usual() {
        return new Timing(Duration.ofMinutes(30), Optional.empty(), Duration.ofSeconds(10));
    }

    Timing withAckTimeout(Duration brokers) {
        check("an ackTimeout", brokers, Duration.ofSeconds(1), LONGEST);
        return new Timing(brokers, shorterHandlers, stopWithin).checked();
    }

    Timing withHandlerTimeout(Duration atMost) {
        return new Timing(ackTimeout, Optional.of(atMost), stopWithin).checked();
    }

    private Timing checked() {
        check("a handlerTimeout", handlerTimeout(), Duration.ofMillis(1), ackTimeout.dividedBy(2));
        return this;
    }

    Timing withStopWithin(Duration atMost) {
        check("a time of", atMost, Duration.ZERO, LONGEST);
        return new Timing(ackTimeout, shorterHandlers, atMost);
    }

    private static void check(String what, Duration given, Duration shortest, Duration longest) {
        if (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0) {
            throw new IllegalArgumentException(what + " of " + given + " is not possible; give " + shortest + " to "
                    + longest + "; handlers may take half of the broker's consumer timeout, which ackTimeout tells");
        }
    }

    /** A handler is interrupted after this. */
    Duration handlerTimeout() {
        return shorterHandlers.orElse(ackTimeout.dividedBy(2));
    }

    /** A delivery that has waited here for so long goes back to the queue, since its handler might end too late for the broker. */
    Duration longestWait() {
        // Asked for each event, and a Duration divides by way of large decimals.
        return Duration.ofNanos(ackTimeout.toNanos() / 3);
    }
}
