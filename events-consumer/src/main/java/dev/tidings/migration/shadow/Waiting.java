package dev.tidings.migration.shadow;

import dev.tidings.consumer.Refresher;
import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Result;
import dev.tidings.migration.shadow.Recording.StateReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Waits until another system should be done with events, and reads what came of them. */
record Waiting(Mode mode, Scope scope, Duration delay, StateReader reader, Pause pause) implements Refresher {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    Waiting {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a probe cannot wait for " + delay + "; give 0 to " + LONGEST);
        }
    }

    @Override
    public Map<DomainEvent, Exception> refresh(List<DomainEvent> events) throws Exception {
        List<DomainEvent> recorded =
                events.stream().filter(event -> mode.records(scope, event)).toList();
        if (recorded.isEmpty()) {
            return Map.of();
        }
        pause.of(delay);
        List<Outcome> outcomes = new ArrayList<>();
        for (DomainEvent event : recorded) {
            Collected effects = new Collected(false);
            outcomes.addAll(scope.outcomes(event, read(event, effects), effects));
        }
        mode.keep(() -> outcomes);
        return Map.of();
    }

    private Result read(DomainEvent event, Collected effects) throws Exception {
        try {
            effects.probed(reader.read(event));
            return effects.result();
        } catch (Exception e) {
            if (Reasons.isNoOutcome(e)) {
                throw e;
            }
            return Result.failed(Reasons.of(e));
        }
    }
}
