package dev.tidings.migration.shadow;

import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Result;
import dev.tidings.migration.Sampling;
import dev.tidings.migration.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Of which events outcomes are recorded, and under which names. */
record Scope(List<String> comparisons, Side side, Sampling sampling) {

    static Scope of(String comparison, Side side) {
        return new Scope(List.of(Outcome.checkedComparison(comparison)), side, Sampling.all());
    }

    Scope sampling(Sampling share) {
        return new Scope(comparisons, side, share);
    }

    Scope alsoAs(String comparison) {
        return new Scope(
                Stream.concat(comparisons.stream(), Stream.of(Outcome.checkedComparison(comparison)))
                        .toList(),
                side,
                sampling);
    }

    boolean covers(DomainEvent event) {
        return event.isIdentified() && sampling.includes(Outcome.entityOf(event.ids()));
    }

    /** @throws IllegalArgumentException if the event has something that does not fit in an outcome */
    List<Outcome> outcomes(DomainEvent event, Result result, Collected effects) {
        return outcomes(event, result, effects.took()).stream()
                .map(effects::reading)
                .toList();
    }

    /** @throws IllegalArgumentException if the event has something that does not fit in an outcome */
    List<Outcome> outcomes(DomainEvent event, Result result, Duration took) {
        Instant now = Instant.now();
        return comparisons.stream()
                .map(comparison -> Outcome.of(comparison, side, event, result, took, now))
                .toList();
    }

    @Override
    public String toString() {
        return "the " + side + " side of " + String.join(", ", comparisons) + ", " + sampling + " of the entities";
    }
}
