package dev.tidings.broker.internal;

import java.time.Duration;

/**
 * A durable queue, by its purpose. The arguments it is declared with are the dialect's, and frozen: another argument is an error for
 * every service that runs.
 *
 * @param name the queue
 * @param purpose what it is for
 * @param onward the queue, or for a step the exchange, that what leaves it otherwise than by an acknowledgement goes to, "" for none
 * @param delay how long a message stays in a delay queue
 */
public record Queue(String name, Purpose purpose, String onward, Duration delay) {

    /** What a queue is for. */
    public enum Purpose {
        /** Consumed by a group. */
        WORK,
        /** Holds messages for a fixed time, then hands them on to a queue. */
        DELAY,
        /** Holds messages for a fixed time, then hands them on to an exchange, with the key they came with. */
        STEP,
        /** Holds dead letters until a person looks. */
        DEAD_LETTERS,
        /** Gets a copy of everything, and loses the oldest where nobody takes them: it must never stop a publisher. */
        COPIES,
        /** The same for a shadow, with fewer; what it loses goes on to a queue, where the broker can do that. */
        SHADOW,
        /** Gets what a shadow's queue has lost, and loses the oldest itself. */
        DROPPED
    }

    /** So many messages wait in a queue of copies; a tenth of it on the embedded broker. */
    public static final int MOST_COPIES = 1_000_000;

    /** So many messages wait in the queue of a shadow; a tenth of it on the embedded broker. */
    public static final int MOST_SHADOWED = 100_000;

    /** So many messages wait that a shadow's queue has lost; a tenth of it on the embedded broker. */
    public static final int MOST_DROPPED = 10_000;

    /** A group's queue. */
    public static Queue work(String name, String deadLetters) {
        return new Queue(name, Purpose.WORK, deadLetters, Duration.ZERO);
    }

    /** A queue that hands each message to another one after a fixed time. */
    public static Queue delay(String name, Duration delay, String onward) {
        return new Queue(name, Purpose.DELAY, onward, delay);
    }

    /** A queue that hands each message to an exchange after a fixed time. */
    public static Queue step(String name, Duration delay, String exchange) {
        return new Queue(name, Purpose.STEP, exchange, delay);
    }

    /** A queue of dead letters. */
    public static Queue deadLetters(String name) {
        return new Queue(name, Purpose.DEAD_LETTERS, "", Duration.ZERO);
    }

    /** A shadow's queue. */
    public static Queue shadow(String name, String dropped) {
        return new Queue(name, Purpose.SHADOW, dropped, Duration.ZERO);
    }

    /** A queue for what a shadow's queue has lost. */
    public static Queue dropped(String name) {
        return new Queue(name, Purpose.DROPPED, "", Duration.ZERO);
    }

    /** A queue of copies that may be lost when there are too many. */
    public static Queue copies(String name) {
        return new Queue(name, Purpose.COPIES, "", Duration.ZERO);
    }
}
