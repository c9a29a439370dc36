package dev.tidings.testkit;

import dev.tidings.events.DomainEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What handlers were called for, what they did, and what should not have happened. */
final class Tally {
    private final Map<String, List<String>> begun = new LinkedHashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Integer> done = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> story = new ArrayList<>();

    static String name(DomainEvent event) {
        return event.ids() + " " + event.version().orElseThrow();
    }

    static String entity(DomainEvent event) {
        return event.id("order_id");
    }

    void tell(String what) {
        story.add(what);
    }

    void begin(List<DomainEvent> events) {
        for (DomainEvent event : events) {
            tell("begin " + name(event));
            calls.merge(event.eventId(), 1, Integer::sum);
            List<String> order = begun.computeIfAbsent(entity(event), none -> new ArrayList<>());
            if (!order.contains(event.eventId())) {
                order.add(event.eventId());
            }
        }
    }

    /** Handles these entities exclusively, if it is to be so; to be ended by {@link #leave}. */
    void enter(Set<String> entities, boolean isExclusive) {
        if (isExclusive) {
            entities.stream()
                    .filter(underWay::contains)
                    .forEach(entity -> violate("entity " + entity + " is handled twice at a time"));
        }
        underWay.addAll(entities);
    }

    void leave(Set<String> entities) {
        underWay.removeAll(entities);
    }

    void done(List<DomainEvent> events) {
        for (DomainEvent event : events) {
            done.merge(event.eventId(), 1, Integer::sum);
            tell("done " + name(event));
        }
    }

    void violate(String what) {
        violations.add(what);
    }

    int timesDone(String eventId) {
        return done.getOrDefault(eventId, 0);
    }

    /** How often a handler was called for each event. */
    Map<String, Integer> calls() {
        return calls;
    }

    /** For each entity, its events in the order in which they were begun for the first time. */
    Map<String, List<String>> begun() {
        return begun;
    }

    List<String> violations() {
        return violations;
    }

    String story() {
        return String.join("\n", story);
    }
}
