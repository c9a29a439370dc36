package dev.tidings.samples.demo.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param published events that the broker has confirmed
 * @param delivered those that reached every service that wants them
 * @param deliveries how often a service was given an event, with all copies and repetitions
 * @param duplicatesSuppressed deliveries that were recognised, and not handled again
 * @param lost events that did not reach a service that wants them
 * @param duplicateEffects mails beyond one for each new user
 * @param stale profiles in which the search service differs from their owner
 * @param deadLetters events that a service has given up
 * @param callbacks how many requests the owner got
 * @param took from the first change until all was quiet
 * @param claims what must be right, and what of it is not
 */
public record Findings(
        int published,
        int delivered,
        long deliveries,
        long duplicatesSuppressed,
        int lost,
        int duplicateEffects,
        int stale,
        long deadLetters,
        long callbacks,
        Duration took,
        List<Claim> claims) {
    /** The names of the figures. */
    public static final List<String> FIGURES = Figures.and("deliveries", "dead_letters");

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
                deliveries,
                deadLetters);
    }

    /** Whether all is right. */
    public boolean allRight() {
        return claims.stream().allMatch(Claim::holds);
    }
}
