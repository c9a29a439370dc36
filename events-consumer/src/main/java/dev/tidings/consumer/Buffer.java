package dev.tidings.consumer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was delivered and waits for a worker. An entity belongs to one worker at a time, so its events are handled in the order of their
 * arrival; what comes for it meanwhile waits until that worker is done. Never more than the prefetch, so it needs no bound of its own.
 */
final class Buffer {
    private final Map<Integer, Entity> entities = new HashMap<>();
    private final Ready ready = new Ready();
    private int mostWorkers;
    private int workers;
    private boolean stopped;
    private int size;
    private int waiting;

    /** The events of one entity, or of a few that share a number. Kept while something of it waits or is being handled. */
    static final class Entity {
        private final Deque<Arrival> waiting = new ArrayDeque<>(1);
        private boolean taken;

        /** That of what is next. */
        int priority() {
            return waiting.element().lane().priority();
        }
    }

    /** @param mostWorkers take from it at once */
    Buffer(int mostWorkers) {
        this.mostWorkers = mostWorkers;
    }

    /** Whether now there is something ready, and was not before. */
    synchronized boolean add(Arrival arrival) {
        Entity entity = entities.computeIfAbsent(arrival.entity(), number -> new Entity());
        entity.waiting.add(arrival);
        size++;
        waiting++;
        if (!entity.taken && entity.waiting.size() == 1) {
            ready.add(entity);
            return ready.size() == 1;
        }
        return false;
    }

    /** How many wait or are with a worker. */
    synchronized int size() {
        return size;
    }

    /** How many wait. */
    synchronized int waiting() {
        return waiting;
    }

    /** So many workers from now on; those above it end when they are done with what they have. */
    synchronized void workers(int most) {
        mostWorkers = most;
    }

    /** Whether another worker would find something, and may begin; it counts as begun. */
    synchronized boolean startsWorker() {
        boolean starts = !stopped && workers < mostWorkers && !ready.isEmpty();
        if (starts) {
            workers++;
        }
        return starts;
    }

    /** One that counts as begun ends. */
    synchronized void endsWorker() {
        workers--;
        notifyAll();
    }

    /** What a worker does next. Nothing if there is nothing, or if there are too many workers: then this one ends. */
    synchronized List<Arrival> takeOrEnd(int atMost) {
        List<Arrival> batch = workers > mostWorkers ? List.of() : take(atMost);
        if (batch.isEmpty()) {
            endsWorker();
        }
        return batch;
    }

    /** What is there now, if anything is. */
    synchronized List<Arrival> take(int atMost) {
        List<Arrival> batch = new ArrayList<>();
        while (batch.size() < atMost && !ready.isEmpty()) {
            Entity entity = ready.remove();
            entity.taken = true;
            while (batch.size() < atMost && !entity.waiting.isEmpty()) {
                batch.add(entity.waiting.remove());
            }
        }
        waiting -= batch.size();
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
        return clear(arrival -> true);
    }

    /** Takes out what waits since before. */
    synchronized List<Arrival> clearBefore(long nanoTime) {
        return clear(arrival -> arrival.since() - nanoTime < 0);
    }

    private List<Arrival> clear(Predicate<Arrival> which) {
        List<Arrival> left = new ArrayList<>();
        ready.clear();
        Iterator<Entity> each = entities.values().iterator();
        while (each.hasNext()) {
            Entity entity = each.next();
            entity.waiting.stream().filter(which).forEach(left::add);
            entity.waiting.removeIf(which);
            if (!entity.taken && entity.waiting.isEmpty()) {
                each.remove();
            } else if (!entity.taken) {
                ready.add(entity);
            }
        }
        size -= left.size();
        waiting -= left.size();
        return left;
    }

    /** Takes out what waits, and hands out nothing more. */
    synchronized List<Arrival> stop() {
        stopped = true;
        return clear();
    }

    /** Whether all workers have ended in time. */
    synchronized boolean awaitNoWorker(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); workers > 0 && left > 0; left = deadline - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        return workers == 0;
    }
}
