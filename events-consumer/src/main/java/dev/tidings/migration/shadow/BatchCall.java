package dev.tidings.migration.shadow;

import dev.tidings.consumer.Reaction;
import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls a handler for several events, and records each of them. */
record BatchCall(Scope scope, Mode mode, Recording.Batch handler) implements Reaction.Batch {

    @Override
    public void handle(List<DomainEvent> events) throws Exception {
        Map<DomainEvent, Collected> recorded = new LinkedHashMap<>();
        Map<DomainEvent, Effects> all = new LinkedHashMap<>();
        for (DomainEvent event : events) {
            Collected effects = new Collected(mode.isReal());
            if (mode.records(scope, event)) {
                recorded.put(event, effects);
                all.put(event, effects);
            } else if (mode.isReal()) {
                all.put(event, effects);
            }
        }
        if (!all.isEmpty()) {
            call(all, recorded);
        }
    }

    private void call(Map<DomainEvent, Effects> all, Map<DomainEvent, Collected> recorded) throws Exception {
        try {
            handler.handle(all);
        } catch (Throwable e) {
            if (all.size() == 1) {
                for (Map.Entry<DomainEvent, Collected> alone : recorded.entrySet()) {
                    mode.failed(scope, alone.getKey(), alone.getValue(), e);
                }
            }
            throw e;
        }
        mode.keep(() -> outcomes(recorded));
    }

    private List<Outcome> outcomes(Map<DomainEvent, Collected> recorded) {
        List<Outcome> outcomes = new ArrayList<>();
        recorded.forEach((event, effects) -> outcomes.addAll(scope.outcomes(event, effects.result(), effects)));
        return outcomes;
    }
}
