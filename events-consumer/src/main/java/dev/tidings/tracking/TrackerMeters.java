package dev.tidings.tracking;

import dev.tidings.telemetry.internal.Meters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what was stored, by exchange and routing key: the first 1,000 keys, and the others as one. For use by one thread. */
final class TrackerMeters {
    private static final int MOST_KEYS = 1_000;

    private final Cap cap = new Cap(MOST_KEYS);
    private final Map<Kind, Meters.Counter> counters = new HashMap<>();

    void stored(List<Count> counts) {
        for (Count count : counts) {
            Kind kind = cap.name(count.slot().kind());
            counters.computeIfAbsent(kind, TrackerMeters::counter).add(count.events());
        }
    }

    private static Meters.Counter counter(Kind kind) {
        return Meters.present()
                .counter("tidings.tracker.events", "exchange", kind.exchange(), "routing.key", kind.routingKey());
    }
}
