package dev.tidings.samples.migration.story;

import dev.tidings.samples.demo.check.Claim;
import dev.tidings.samples.demo.check.Figures;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a story came to.
 *
 * @param published events that the broker has confirmed
 * @param delivered those of them that took effect
 * @param duplicatesSuppressed deliveries that were recognised, and not handled again, as far as killed processes could tell
 * @param lost events that took no effect
 * @param duplicateEffects effects beyond one for each event
 * @param stale invoices and copies that are not as their order says
 * @param callbacks how many requests the shop got
 * @param took from the first order until all was quiet
 * @param isBugFound whether the comparison named the bug and nothing else, and the baton stayed where it was
 * @param claims what must be right, and what of it is not
 */
public record Outcome(
        int published,
        int delivered,
        long duplicatesSuppressed,
        int lost,
        int duplicateEffects,
        int stale,
        long callbacks,
        Duration took,
        boolean isBugFound,
        List<Claim> claims) {
    /** The names of the figures. */
    public static final List<String> FIGURES = Figures.and("bug_found");

    /** The figures by their names. */
    public Map<String, Object> figures() {
        return Figures.of(
                FIGURES,
                published,
                delivered,
                duplicatesSuppressed,
                lost,
                duplicateEffects,
                stale,
                callbacks,
                took.toMillis() / 1000.0,
                isBugFound);
    }

    /** Whether all is right. */
    public boolean allRight() {
        return claims.stream().allMatch(Claim::holds);
    }
}
