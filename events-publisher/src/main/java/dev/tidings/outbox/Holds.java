package dev.tidings.outbox;

import dev.tidings.broker.internal.Backoff;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Entities whose event could not be published: their events wait, with growing pauses. Used by one thread. */
final class Holds {
    /** So many are remembered. With more than that, nothing new is tried until some are over. */
    private static final int MOST = 10_000;

    private final Map<Long, Hold> byEntity = new HashMap<>();
    private String reason = "";

    private record Hold(int failures, long until) {}

    /** Holds it for longer than the last time. */
    void hold(long entity, String why) {
        Hold last = byEntity.get(entity);
        int failures = last == null ? 0 : last.failures() + 1;
        byEntity.put(
                entity,
                new Hold(failures, System.nanoTime() + Backoff.after(failures).toNanos()));
        reason = why;
    }

    /** The entities that are held now. */
    Set<Long> entities() {
        long now = System.nanoTime();
        return byEntity.entrySet().stream()
                .filter(hold -> hold.getValue().until() - now > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** One of its events was settled. */
    void end(long entity) {
        if (!byEntity.isEmpty()) {
            byEntity.remove(entity);
        }
    }

    /** Whether there is room to try more. */
    boolean hasRoom() {
        if (byEntity.size() >= MOST) {
            long now = System.nanoTime();
            byEntity.values().removeIf(hold -> hold.until() - now <= 0);
        }
        return byEntity.size() < MOST;
    }

    /** What waits and why; "" if nothing does. */
    String words() {
        return byEntity.isEmpty() ? "" : "events of " + byEntity.size() + " entities wait to be tried again: " + reason;
    }
}
