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
    static final Verdict UNROUTED_AGAIN = new Verdict(
            Kind.UNROUTED, "no queue is bound for it now, and it is not known what became of an earlier copy");

    /** The outcomes there are. */
    public enum Kind {
        /** The broker has it, in at least one queue. */
        ROUTED,
        /** The broker confirmed it, and no queue wanted it. */
        UNROUTED,
        /** Certainly not at the broker; sent again, it may be taken. */
        NOT_SENT,
        /** Certainly not at the broker, and not because of the state it is in: sent again, it would be refused again. */
        REFUSED,
        /** Handed to a connection, and no answer: perhaps at the broker. */
        UNKNOWN
    }

    /** Whether a copy of it may be in a queue, though nobody has said so. */
    public boolean isDoubtful() {
        return kind == Kind.UNKNOWN || equals(UNROUTED_AGAIN);
    }

    static Verdict notSent(String why) {
        return new Verdict(Kind.NOT_SENT, why);
    }

    static Verdict refused(String why) {
        return new Verdict(Kind.REFUSED, why);
    }

    static Verdict unknown(String why) {
        return new Verdict(Kind.UNKNOWN, why);
    }
}
