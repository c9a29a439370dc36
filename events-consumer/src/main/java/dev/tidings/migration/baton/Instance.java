package dev.tidings.migration.baton;

import dev.tidings.broker.Health;
import dev.tidings.migration.Side;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that runs a side, as it was last seen.
 *
 * @param name of its machine, its process, and a number
 * @param side empty if its queue is of none of this migration
 * @param isExactlyOnce whether each of its handlers is called in a transaction
 * @param epoch that it knew of
 * @param state how its group was
 * @param words the same for people
 * @param isBound whether its queue has been bound, or unbound, as its side's should be in that epoch
 * @param isDrained whether nothing is left in its queues, and nothing at hand
 * @param silent for how long it was not seen
 */
public record Instance(
        String name,
        String queue,
        Optional<Side> side,
        boolean isExactlyOnce,
        long epoch,
        Health.State state,
        String words,
        boolean isBound,
        boolean isDrained,
        Duration silent) {
    private static final Duration LIVE = Duration.ofSeconds(10);
    /** Longer than the broker waits for a connection that is silent: by then it has taken back what this one had at hand. */
    private static final Duration GONE = Duration.ofMinutes(1);

    /** Whether it was seen within the last 10 seconds. */
    public boolean isLive() {
        return silent.compareTo(LIVE) < 0;
    }

    boolean isGone() {
        return silent.compareTo(GONE) > 0;
    }

    boolean is(Side which) {
        return side.filter(which::equals).isPresent();
    }

    boolean works() {
        return isLive() && state == Health.State.UP;
    }
}
