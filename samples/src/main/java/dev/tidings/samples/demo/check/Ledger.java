package dev.tidings.samples.demo.check;

import dev.tidings.events.DomainEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which events the broker has confirmed, and which of them each service has handled.
 *
 * @param expected how many events there will be
 * @param published the routing keys of the confirmed events, by their ids
 * @param tallies the services, by their names
 */
public record Ledger(int expected, Map<String, String> published, Map<String, Tally> tallies) {

    /** An empty one, for so many events. */
    public static Ledger of(int expected) {
        return new Ledger(expected, new ConcurrentHashMap<>(), new LinkedHashMap<>());
    }

    /** With a service that listens. Before anything happens. */
    public Ledger with(String service, Tally tally) {
        tallies.put(service, tally);
        return this;
    }

    /** The broker has confirmed it. */
    public void confirmed(DomainEvent event) {
        published.put(event.eventId(), event.routingKey());
    }

    /** How many events have reached every service that wants them. */
    public int settled() {
        return (int) published.entrySet().stream()
                .filter(event ->
                        tallies.values().stream().noneMatch(tally -> tally.misses(event.getKey(), event.getValue())))
                .count();
    }

    /** Whether everything was published, and has reached every service that wants it. */
    public boolean isComplete() {
        return published.size() >= expected && settled() >= expected;
    }

    /** Grows with everything that happens. */
    public long news() {
        return published.size()
                + tallies.values().stream().mapToLong(Tally::received).sum();
    }

    /** The events that have not reached a service that wants them, with the names of those services. */
    Map<String, List<String>> lost() {
        Map<String, List<String>> lost = new TreeMap<>();
        published.forEach((id, key) -> {
            List<String> missing = tallies.entrySet().stream()
                    .filter(service -> service.getValue().misses(id, key))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!missing.isEmpty()) {
                lost.put(id, missing);
            }
        });
        return lost;
    }

    /** The ids of the confirmed events of this routing key. */
    Set<String> ids(String routingKey) {
        return published.entrySet().stream()
                .filter(event -> event.getValue().equals(routingKey))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
