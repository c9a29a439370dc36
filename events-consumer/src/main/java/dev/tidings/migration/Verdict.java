package dev.tidings.migration;

import java.util.List;
import java.util.Optional;

/**
 * What the comparison says of one event.
 *
 * @param oldSide the old side's outcome, if it is there; at least one side's is
 * @param newSide the new side's outcome, if it is there
 * @param differences where {@link Kind#DIFFERENT}, else empty; at most 100
 */
public record Verdict(Kind kind, Optional<Outcome> oldSide, Optional<Outcome> newSide, List<Difference> differences) {

    /** The classes of events. */
    public enum Kind {
        /** Both did the same. */
        SAME("same"),
        /** They did not, or one of them failed. */
        DIFFERENT("different"),
        /** They read different things of the owner, so their effects say nothing of each other. */
        MOVED("moved"),
        /** The new side has no outcome, and should have. */
        ONLY_OLD("only old"),
        /** The old side has no outcome, and should have. */
        ONLY_NEW("only new"),
        /** Neither could do it. */
        BOTH_FAILED("both failed"),
        /** One side is missing, and may well come. */
        PENDING("pending"),
        /** Only the old side is there, and the new one does not take this entity. */
        NOT_SAMPLED("not sampled"),
        /** One side is missing, and the entity was the new side's then: what one side does, the other one does not do any more. */
        HANDED_OVER("handed over"),
        /** A side never got it, since its queue was full. It says nothing of that side. */
        DROPPED("dropped");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Refuses an event without an outcome. */
    public Verdict {
        if (oldSide.isEmpty() && newSide.isEmpty()) {
            throw new IllegalArgumentException("a verdict needs an outcome of at least one side");
        }
        differences = List.copyOf(differences);
    }

    /** The event. */
    public String eventId() {
        return known().eventId();
    }

    /** The old side's outcome, or the new side's where there is none. */
    Outcome known() {
        return oldSide.or(() -> newSide).orElseThrow();
    }
}
