package dev.tidings.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * What was delivered and waits for a worker. An entity belongs to one worker at a time, so its events are handled in the order of their
 * arrival; what comes for it meanwhile waits until that worker is done. Never more than the prefetch, so it needs no bound of its own.
 */
final class Buffer {
    private static final Queue<Arrival> NOTHING = new ArrayDeque<>(0);

    private final Deque<Arrival> ready = new ArrayDeque<>();

    /** The entities that workers have, and what has come for them since. */
    private final Map<Integer, Queue<Arrival>> taken = new HashMap<>();

    private boolean stopped;

    synchronized void add(Arrival arrival) {
        if (taken.containsKey(arrival.entity())) {
            putBehind(arrival);
        } else {
            ready.addLast(arrival);
            if (ready.size() == 1) {
                notify();
            }
        }
    }

    private void putBehind(Arrival arrival) {
        taken.merge(arrival.entity(), NOTHING, (behind, none) -> behind == NOTHING ? new ArrayDeque<>() : behind)
                .add(arrival);
    }

    /** What is there, as soon as something is, without waiting for more; nothing at the end. */
    synchronized List<Arrival> take(int atMost) throws InterruptedException {
        List<Arrival> batch = new ArrayList<>();
        while (batch.isEmpty()) {
            while (ready.isEmpty()) {
                if (stopped) {
                    return List.of();
                }
                wait();
            }
            fill(batch, atMost);
        }
        if (!ready.isEmpty()) {
            // Whoever has some work wakes whoever could do the rest, so that few are awake while there is little.
            notify();
        }
        return batch;
    }

    private void fill(List<Arrival> batch, int atMost) {
        Set<Integer> mine = new HashSet<>();
        while (batch.size() < atMost && !ready.isEmpty()) {
            Arrival arrival = ready.removeFirst();
            if (taken.putIfAbsent(arrival.entity(), NOTHING) == null || mine.contains(arrival.entity())) {
                mine.add(arrival.entity());
                batch.add(arrival);
            } else {
                putBehind(arrival);
            }
        }
    }

    /** Their worker is done with them; what came for their entities meanwhile is next. */
    synchronized void done(List<Arrival> batch) {
        for (Arrival arrival : batch) {
            Queue<Arrival> behind = taken.remove(arrival.entity());
            if (behind != null) {
                behind.forEach(ready::addLast);
            }
        }
        if (!ready.isEmpty()) {
            notify();
        }
    }

    /** Hands out nothing more. What waits is returned; what workers have, they keep. */
    synchronized List<Arrival> stop() {
        stopped = true;
        List<Arrival> left = new ArrayList<>(ready);
        taken.values().forEach(behind -> {
            left.addAll(behind);
            behind.clear();
        });
        ready.clear();
        notifyAll();
        return left;
    }
}
