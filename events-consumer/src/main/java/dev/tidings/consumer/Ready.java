package dev.tidings.consumer;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** Entities that have something waiting, and no worker: the highest priority first, and the longest waiting of these. */
final class Ready {
    private final Map<Integer, Deque<Buffer.Entity>> byPriority = new TreeMap<>(Comparator.reverseOrder());
    private int size;

    void add(Buffer.Entity entity) {
        byPriority
                .computeIfAbsent(entity.priority(), priority -> new ArrayDeque<>())
                .add(entity);
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    Buffer.Entity remove() {
        for (Deque<Buffer.Entity> some : byPriority.values()) {
            if (!some.isEmpty()) {
                size--;
                return some.remove();
            }
        }
        throw new IllegalStateException("nothing is ready");
    }

    void clear() {
        byPriority.clear();
        size = 0;
    }
}
