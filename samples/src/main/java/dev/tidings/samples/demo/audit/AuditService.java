package dev.tidings.samples.demo.audit;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts all that happens, by routing key, each event once. A database's table would do it for good; here, memory will do. */
public final class AuditService {
    private final Map<String, Set<String>> ids = new ConcurrentHashMap<>();

    /** Its consumer group. */
    public ConsumerGroup.Spec group(String name, String users) {
        return ConsumerGroup.named(name).on(users, "#", this::count);
    }

    private void count(DomainEvent event) {
        ids.computeIfAbsent(event.routingKey(), key -> ConcurrentHashMap.newKeySet())
                .add(event.eventId());
    }

    /** How many there were, by routing key. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        ids.forEach((key, seen) -> counts.put(key, seen.size()));
        return counts;
    }
}
