package dev.tidings.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was delivered and waits for a worker. An entity belongs to one worker at a time, so its events are handled in the order of their
 * arrival; what comes for it meanwhile waits until that worker is done. Never more than the prefetch, so it needs no bound of its own.
 */
final class Buffer {
    private final Map<Integer, Entity> entities = new HashMap<>();

    /** Those that have something waiting, and no worker. */
    private final Deque<Entity> ready = new ArrayDeque<>();

    private boolean stopped;
    private int size;

    /** The events of one entity, or of a few that share a number. Kept while something of it waits or is being handled. */
    private static final class Entity {
        private final Deque<Arrival> waiting = new ArrayDeque<>(1);
        private boolean taken;
    }

    synchronized void add(Arrival arrival) {
        Entity entity = entities.computeIfAbsent(arrival.entity(), number -> new Entity());
        entity.waiting.add(arrival);
        size++;
        if (!entity.taken && entity.waiting.size() == 1) {
            ready.add(entity);
            if (ready.size() == 1) {
                notify();
            }
        }
    }

    /** How many wait or are with a worker. */
    synchronized int size() {
        return size;
    }

    /** What is there, as soon as something is, without waiting for more; nothing at the end. */
    synchronized List<Arrival> take(int atMost) throws InterruptedException {
        List<Arrival> batch = takeNow(atMost);
        while (batch.isEmpty() && !stopped) {
            wait();
            batch = takeNow(atMost);
        }
        return batch;
    }

    /** What is there now, if anything is. */
    synchronized List<Arrival> takeNow(int atMost) {
        List<Arrival> batch = new ArrayList<>();
        while (batch.size() < atMost && !ready.isEmpty()) {
            Entity entity = ready.remove();
            entity.taken = true;
            while (batch.size() < atMost && !entity.waiting.isEmpty()) {
                batch.add(entity.waiting.remove());
            }
        }
        if (!ready.isEmpty()) {
            // Whoever has some work wakes whoever could do the rest, so that few are awake while there is little.
            notify();
        }
        return batch;
    }

    /** Their worker is done with them; what came for their entities meanwhile can be taken. */
    synchronized void done(List<Arrival> batch) {
        size -= batch.size();
        for (Arrival arrival : batch) {
            Entity entity = entities.get(arrival.entity());
            if (entity != null && entity.taken) {
                free(arrival.entity(), entity);
            }
        }
        if (!ready.isEmpty()) {
            notify();
        }
    }

    private void free(int number, Entity entity) {
        entity.taken = false;
        if (entity.waiting.isEmpty()) {
            entities.remove(number);
        } else {
            ready.add(entity);
        }
    }

    /** Takes out what waits; what workers have, they keep. */
    synchronized List<Arrival> clear() {
        List<Arrival> left = new ArrayList<>();
        for (Entity entity : entities.values()) {
            left.addAll(entity.waiting);
            entity.waiting.clear();
        }
        entities.values().removeIf(entity -> !entity.taken);
        ready.clear();
        size -= left.size();
        return left;
    }

    /** The same, and hands out nothing more. */
    synchronized List<Arrival> stop() {
        stopped = true;
        notifyAll();
        return clear();
    }
}
