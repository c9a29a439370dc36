package dev.tidings.migration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Outcomes in the memory of this process, without a limit: for tests and small runs. */
public final class InMemoryOutcomeStore implements OutcomeStore {
    private final Map<String, NavigableMap<String, Map<Side, Outcome>>> comparisons = new HashMap<>();

    @Override
    public synchronized void record(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            comparisons
                    .computeIfAbsent(outcome.comparison(), name -> new TreeMap<>())
                    .computeIfAbsent(outcome.eventId(), id -> new EnumMap<>(Side.class))
                    .merge(outcome.side(), outcome, (before, now) -> now.replaces(before) ? now : before);
        }
    }

    @Override
    public synchronized List<Outcome> after(String comparison, String eventId, int atMost) {
        List<Outcome> page = new ArrayList<>();
        for (Map<Side, Outcome> event : comparisons
                .getOrDefault(comparison, new TreeMap<>())
                .tailMap(eventId, false)
                .values()) {
            if (page.size() + event.size() > atMost) {
                break;
            }
            page.addAll(event.values());
        }
        return page;
    }

    @Override
    public synchronized long forgetBefore(Instant time) {
        long forgotten = 0;
        for (Map<String, Map<Side, Outcome>> events : comparisons.values()) {
            long before = outcomes(events);
            events.values()
                    .removeIf(event -> event.values().stream()
                            .allMatch(outcome -> outcome.at().isBefore(time)));
            forgotten += before - outcomes(events);
        }
        return forgotten;
    }

    private static long outcomes(Map<String, Map<Side, Outcome>> events) {
        return events.values().stream().mapToLong(Map::size).sum();
    }
}
