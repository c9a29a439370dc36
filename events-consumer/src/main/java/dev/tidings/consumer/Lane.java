package dev.tidings.consumer;

/**
 * A queue that a group takes deliveries from.
 *
 * @param queue its name
 * @param priority the higher is handled first
 */
record Lane(String queue, int priority, Kind kind) {

    /** What is in a queue. */
    enum Kind {
        /** What is to be handled. */
        USUAL,
        /** The same, one at a time in an instance, so that a process that ends tells which one it was. */
        ALONE,
        /** What a shadow's queue has lost. */
        DROPPED
    }

    static Lane usual(String queue, int priority) {
        return new Lane(queue, priority, Kind.USUAL);
    }

    boolean isAlone() {
        return kind == Kind.ALONE;
    }

    boolean isDropped() {
        return kind == Kind.DROPPED;
    }
}
