package dev.tidings.mirror;

import dev.tidings.owner.EntityKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Copies in this process's memory, for tests and small caches. A new process begins with none, and instances share nothing.
 *
 * <p>A page of {@link #present} sorts all entities, so a sweep over more than some thousands is slow. Safe for use by many threads.
 *
 * @param <T> what the owner answers
 */
public final class InMemoryMirror<T> implements MirrorTarget<T> {
    private static final Comparator<EntityKey> ORDER =
            Comparator.comparing(entity -> new TreeMap<>(entity.ids()).toString());

    private final ConcurrentMap<EntityKey, Held<T>> held = new ConcurrentHashMap<>();
    private final InstantSource clock;

    private record Held<T>(Copy copy, Optional<T> value, Instant since) {
        boolean isPresent() {
            return copy.state() == Copy.State.PRESENT;
        }
    }

    InMemoryMirror(InstantSource clock) {
        this.clock = clock;
    }

    /** A new one, with nothing in it. */
    public static <T> InMemoryMirror<T> create() {
        return new InMemoryMirror<>(InstantSource.system());
    }

    /** The copy; empty if the entity is gone or was never heard of. */
    public Optional<T> get(EntityKey entity) {
        return Optional.ofNullable(held.get(entity)).flatMap(Held::value);
    }

    @Override
    public Map<EntityKey, Copy> known(Collection<EntityKey> entities) {
        Map<EntityKey, Copy> known = new HashMap<>();
        for (EntityKey entity : entities) {
            Held<T> there = held.get(entity);
            if (there != null) {
                known.put(entity, there.copy());
            }
        }
        return known;
    }

    @Override
    public List<Change<T>> apply(List<Change<T>> changes) {
        return changes.stream().filter(change -> !isWritten(change)).toList();
    }

    private boolean isWritten(Change<T> change) {
        Optional<T> value = change instanceof Change.Put<T> put ? Optional.of(put.value()) : Optional.empty();
        Held<T> wanted = new Held<>(change.copy(), value, clock.instant());
        while (true) {
            Held<T> there = held.putIfAbsent(change.entity(), wanted);
            if (there == null) {
                return true;
            }
            if (!change.replaces(there.copy())) {
                return false;
            }
            if (held.replace(change.entity(), there, wanted)) {
                return true;
            }
        }
    }

    @Override
    public List<Copy> present(Optional<EntityKey> after, int atMost) {
        Stream<Copy> all = held.values().stream().filter(Held::isPresent).map(Held::copy);
        return all.filter(copy -> after.isEmpty() || ORDER.compare(copy.entity(), after.get()) > 0)
                .sorted(Comparator.comparing(Copy::entity, ORDER))
                .limit(atMost)
                .toList();
    }

    @Override
    public int forget(Duration olderThan) {
        Instant before = clock.instant().minus(olderThan);
        int forgotten = 0;
        for (Map.Entry<EntityKey, Held<T>> each : held.entrySet()) {
            boolean isOld =
                    !each.getValue().isPresent() && each.getValue().since().isBefore(before);
            if (isOld && held.remove(each.getKey(), each.getValue())) {
                forgotten++;
            }
        }
        return forgotten;
    }
}
