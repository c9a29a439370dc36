package dev.tidings.consumer;

import dev.tidings.broker.internal.DelayLadder;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import java.time.Duration;

/**
 * Something that one worker is to do, said as thinly as an event: what, and the ids of what it is about. Immutable. The same task submitted
 * twice is recognised by its workers as the same.
 *
 * @param what type and ids, such as {@code DomainEvent.of("thumbnail.render", "image_id", 7)}
 * @param delay not before this time has passed since it was submitted
 * @param priority which tasks are done first
 */
@CheckReturnValue
public record Task(DomainEvent what, Duration delay, Priority priority) {

    /**
     * How urgent tasks are. Of those that an instance has at hand, the more urgent are begun first, whatever waits besides: urgent ones
     * can hold up all others.
     */
    public enum Priority {
        /** When there is nothing else. */
        LOW,
        /** The default. A task that comes again after a failure is a normal one, too. */
        NORMAL,
        /** Before all others. */
        HIGH
    }

    public Task {
        if (delay.isNegative() || delay.compareTo(DelayLadder.LONGEST) > 0) {
            throw new IllegalArgumentException("a task cannot wait for " + delay + "; give 0 to " + DelayLadder.LONGEST
                    + ", and for longer times submit it later");
        }
    }

    /** To be done as soon as possible, with normal priority. */
    public static Task of(DomainEvent what) {
        return new Task(what, Duration.ZERO, Priority.NORMAL);
    }

    /**
     * Not before this time has passed, in whole seconds, rounded up; at most 24 days. It waits at the broker, whether or not anybody
     * runs, and then for a worker like any other task.
     */
    public Task after(Duration time) {
        return new Task(what, time, priority);
    }

    /** How urgent it is. */
    public Task priority(Priority urgency) {
        return new Task(what, delay, urgency);
    }
}
