package dev.tidings.broker.internal;

/**
 * What became of one publish.
 *
 * @param kind the outcome
 * @param words why, where it is not {@code ROUTED}
 */
public record Verdict(Kind kind, String words) {
    static final Verdict ROUTED = new Verdict(Kind.ROUTED, "");
    static final Verdict UNROUTED = new Verdict(Kind.UNROUTED, "no queue is bound for it");

    /** The four outcomes there are. */
    public enum Kind {
        /** The broker has it, in at least one queue. */
        ROUTED,
        /** The broker confirmed it, and no queue wanted it. */
        UNROUTED,
        /** Certainly not at the broker. */
        NOT_SENT,
        /** Handed to a connection, and no answer: perhaps at the broker. */
        UNKNOWN
    }

    static Verdict notSent(String why) {
        return new Verdict(Kind.NOT_SENT, why);
    }

    static Verdict unknown(String why) {
        return new Verdict(Kind.UNKNOWN, why);
    }
}
