package dev.tidings.migration;

import java.util.List;

/**
 * Events that are alike: of one routing key, with the same changed fields and the same answer of the owner.
 *
 * @param changed their names with commas between; empty if the events name none
 * @param answer in lower case, as the old side has it, or the new side where the old one is missing; empty in {@link #OTHER}
 * @param oldSeen how many of them the old side recorded, sampled or not
 * @param examples that are not the same
 */
public record Stratum(
        String routingKey, String changed, String answer, long oldSeen, Counts counts, List<Example> examples) {
    /** The routing key of the stratum that holds all strata beyond the limit. */
    public static final String OTHER = "(other)";

    /** Keeps what it was given, whatever becomes of that list. */
    public Stratum {
        examples = List.copyOf(examples);
    }

    /** Whether the old side saw such events, and none was held against the new side's. */
    public boolean isUnseen() {
        return oldSeen > 0 && !counts.isReached();
    }
}
