package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of an event whose handler threw. Immutable.
 *
 * <p>Default: four more attempts, after 1 s, 10 s, 1 min and 10 min, then a dead letter. Each delay is a queue of the group, so events
 * that wait survive a restart, and do not wait for each other. Delays are at least that long.
 */
@CheckReturnValue
public final class FailurePolicy {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(24);
    private static final int MOST_DELAYS = 20;
    private static final int MOST_PAUSES = 1_000;
    private static final Duration LONGEST_AFTER_PAUSE = Duration.ofMinutes(1);

    private final List<Duration> delays;
    private final List<Class<? extends Throwable>> deadAtOnce;
    private final Unavailable unavailable;

    private FailurePolicy(List<Duration> delays, List<Class<? extends Throwable>> deadAtOnce, Unavailable unavailable) {
        this.delays = delays;
        this.deadAtOnce = deadAtOnce;
        this.unavailable = unavailable;
    }

    static FailurePolicy defaults() {
        return retryAfter(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));
    }

    /**
     * Exactly these delays, in this order: the attempts are one more. None means that the first failure is final.
     *
     * @param delays each 1 ms to 24 days, in whole milliseconds, at most 20 of them
     */
    public static FailurePolicy retryAfter(Duration... delays) {
        for (Duration delay : delays) {
            if (delay.compareTo(SHORTEST) < 0 || delay.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "a retry after " + delay + " is not possible; give delays of " + SHORTEST + " to " + LONGEST);
            }
        }
        if (delays.length > MOST_DELAYS) {
            throw new IllegalArgumentException(
                    delays.length + " delays are too many, each is a queue; give at most " + MOST_DELAYS);
        }
        return new FailurePolicy(List.of(delays), List.of(), new Unavailable(List.of()));
    }

    /** Failures of these types, and of their subtypes, become dead letters without another attempt. */
    @SafeVarargs
    public final FailurePolicy deadLetterAtOnce(Class<? extends Throwable>... types) {
        List<Class<? extends Throwable>> all = new ArrayList<>(deadAtOnce);
        for (Class<? extends Throwable> type : types) {
            all.add(type);
        }
        return new FailurePolicy(delays, List.copyOf(all), unavailable);
    }

    /**
     * Failures of these types, of their subtypes, and with a cause among them, say that something does not work for now, whatever the
     * event. So do {@link UnavailableException}, and lost connections to a database.
     *
     * <p>The group then pauses: it takes no events, and gives back those that it has not begun. After a second, and then after twice as
     * long each time, up to half a minute, it takes one event; if that is handled, it goes on. The event that failed comes again after
     * one of the delays of this policy, at most a minute if there is such a one, and no attempt is counted. From the 1,000th time on it is a failure like any
     * other, since it may be the event.
     */
    @SafeVarargs
    public final FailurePolicy pauseOn(Class<? extends Throwable>... types) {
        List<Class<? extends Throwable>> all = new ArrayList<>(unavailable.types());
        for (Class<? extends Throwable> type : types) {
            all.add(type);
        }
        return new FailurePolicy(delays, deadAtOnce, new Unavailable(List.copyOf(all)));
    }

    List<Duration> delays() {
        return delays;
    }

    /** Whether there is another attempt after this one. Attempts count from 1. */
    boolean retries(Throwable failure, int attempt) {
        return attempt <= delays.size() && deadAtOnce.stream().noneMatch(type -> type.isInstance(failure));
    }

    /** What says that something does not work for now, if the failure does, and has not done so too often for this event. */
    Optional<Throwable> pausesOn(Throwable failure, int pausesBefore) {
        return pausesBefore < MOST_PAUSES ? unavailable.cause(failure) : Optional.empty();
    }

    /** Whether an event comes again without a counted attempt, since it came before what it tells of. */
    boolean waitsFor(Throwable failure, int earlyBefore) {
        return failure instanceof NotYetException && earlyBefore < MOST_PAUSES;
    }

    /**
     * When an event comes again without a counted attempt, the first time, the second, and so on; empty if there is no delay, and it has
     * to go back to the queue.
     */
    Optional<Duration> delayWithoutAttempt(int times) {
        return delays.stream()
                .limit(times)
                .filter(delay -> delay.compareTo(LONGEST_AFTER_PAUSE) <= 0)
                .reduce((shorter, longer) -> longer)
                .or(() -> delays.stream().findFirst());
    }

    /** The delay after this attempt. */
    Duration delayAfter(int attempt) {
        return delays.get(attempt - 1);
    }

    @Override
    public String toString() {
        return "retry after " + delays
                + (deadAtOnce.isEmpty() ? "" : ", dead letter at once for " + deadAtOnce)
                + (unavailable.types().isEmpty() ? "" : ", pause on " + unavailable.types());
    }
}
