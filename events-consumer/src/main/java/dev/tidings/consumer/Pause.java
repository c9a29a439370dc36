package dev.tidings.consumer;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While something that all events need does not work, a group takes none. After a while it takes one; if that is handled, it goes on,
 * else it waits for longer. Safe for use by many threads.
 */
final class Pause {
    private static final Logger log = LoggerFactory.getLogger(Pause.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final String group;
    private final int most;
    private final BiConsumer<Duration, Runnable> later;
    private final IntConsumer pull;
    private String reason = "";
    private Duration next = SHORTEST;
    private long trial;
    private volatile boolean on;

    /**
     * @param most events are pulled at a time while there is no pause
     * @param later does something after a while
     * @param pull is told how many events may be pulled at a time from now on
     */
    Pause(String group, int most, BiConsumer<Duration, Runnable> later, IntConsumer pull) {
        this.group = group;
        this.most = most;
        this.later = later;
        this.pull = pull;
    }

    /** Whether nothing is to be begun. */
    boolean isOn() {
        return on;
    }

    /** What is begun now is part of this trial, for {@link #worked}. */
    synchronized long trial() {
        return trial;
    }

    /** Pauses because of what failed; whether that begins a pause, and what waits here is to be given back. */
    synchronized boolean begin(String why) {
        if (on) {
            return false;
        }
        if (reason.isEmpty()) {
            log.warn("group {}: pauses, and goes on when one event at a time is handled again: {}", group, why);
            next = SHORTEST;
        }
        reason = why;
        on = true;
        trial++;
        pull.accept(0);
        later.accept(next, this::tryOne);
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        return true;
    }

    private synchronized void tryOne() {
        on = false;
        trial++;
        pull.accept(1);
    }

    /** Something of this trial was handled. What was begun before the last failure proves nothing. */
    synchronized void worked(long since) {
        if (since == trial && !on && !reason.isEmpty()) {
            reason = "";
            log.info("group {}: goes on", group);
            pull.accept(most);
        }
    }

    /** Why it pauses, and what it does about it; empty if it does not pause. */
    synchronized String words() {
        if (reason.isEmpty()) {
            return "";
        }
        return (on ? "paused, " : "paused, and trying with one event, ") + "because " + reason;
    }
}
