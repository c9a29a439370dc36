package dev.tidings.broker.internal;

import java.time.Duration;

/**
 * A durable queue, by its purpose. The arguments it is declared with are the dialect's, and frozen: another argument is an error for
 * every service that runs.
 *
 * @param name the queue
 * @param purpose what it is for
 * @param onward the queue that what leaves it otherwise than by an acknowledgement goes to, "" for none
 * @param delay how long a message stays in a delay queue
 */
public record Queue(String name, Purpose purpose, String onward, Duration delay) {

    /** What a queue is for. */
    public enum Purpose {
        /** Consumed by a group. */
        WORK,
        /** Holds messages for a fixed time, then hands them on. */
        DELAY,
        /** Holds dead letters until a person looks. */
        DEAD_LETTERS
    }

    /** A group's queue. */
    public static Queue work(String name, String deadLetters) {
        return new Queue(name, Purpose.WORK, deadLetters, Duration.ZERO);
    }

    /** A queue that hands each message to another one after a fixed time. */
    public static Queue delay(String name, Duration delay, String onward) {
        return new Queue(name, Purpose.DELAY, onward, delay);
    }

    /** A queue of dead letters. */
    public static Queue deadLetters(String name) {
        return new Queue(name, Purpose.DEAD_LETTERS, "", Duration.ZERO);
    }
}
