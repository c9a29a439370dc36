package dev.tidings.mirror;

import dev.tidings.consumer.Refresher;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies of what an owner has, kept up to date after its events. The same object is bound, fills the copies at first and repairs them.
 * Safe for use by many threads and, with a target that processes share, by many processes.
 *
 * <p>When things go quiet, copies equal what the owner has, whatever came late, twice or in another order, if events and answers have
 * versions, and if every event has come. A lost event is repaired by {@link #sweep}. Without versions an answer from before may stay
 * until the next event or sweep.
 *
 * <p>An event of a version that is there already costs no request.
 *
 * @param <T> what the owner answers
 */
public final class Mirror<T> implements Refresher {
    private final Resource<T> resource;
    private final MirrorTarget<T> target;
    private final Repair<T> repair;
    private final MirrorMeters meters;

    private Mirror(Resource<T> resource, MirrorTarget<T> target) {
        this.resource = resource;
        this.target = target;
        this.repair = new Repair<>(resource, target);
        this.meters = new MirrorMeters(resource.toString());
    }

    /**
     * A mirror of this resource.
     *
     * @param target keeps copies by the ids that the resource's template names
     * @throws IllegalArgumentException if the resource is sparse: a copy needs all of it
     */
    public static <T> Mirror<T> of(Resource<T> resource, MirrorTarget<T> target) {
        if (resource.isSparse()) {
            throw new IllegalArgumentException("a mirror of " + resource
                    + " would copy only what an event says has changed; give it the resource without sparse()");
        }
        return new Mirror<>(resource, target);
    }

    @Override
    public Map<DomainEvent, Exception> refresh(List<DomainEvent> events) throws InterruptedException {
        Map<DomainEvent, Exception> failures = new HashMap<>();
        refresh(byEntity(events, failures), failures);
        events.stream().filter(event -> !failures.containsKey(event)).forEach(meters::refreshed);
        return failures;
    }

    /** What the target refuses of many, it may refuse because of one: then each is tried alone. */
    private void refresh(Map<EntityKey, List<DomainEvent>> events, Map<DomainEvent, Exception> failures)
            throws InterruptedException {
        try {
            refreshTogether(events, failures);
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            for (Map.Entry<EntityKey, List<DomainEvent>> one : events.entrySet()) {
                if (events.size() == 1) {
                    one.getValue().forEach(event -> failures.put(event, e));
                } else {
                    refresh(Map.of(one.getKey(), one.getValue()), failures);
                }
            }
        }
    }

    private void refreshTogether(Map<EntityKey, List<DomainEvent>> events, Map<DomainEvent, Exception> failures)
            throws InterruptedException {
        Map<EntityKey, Copy> known = target.known(events.keySet());
        List<Asked<T>> asked = new ArrayList<>();
        events.forEach((entity, some) -> {
            Inquiry<T> inquiry = new Inquiry<>(entity, some, Optional.ofNullable(known.get(entity)), resource);
            if (inquiry.isMet()) {
                meters.known(some.size());
            } else {
                asked.add(Asked.of(inquiry, resource));
            }
        });
        List<Change<T>> changes = new ArrayList<>(asked.size());
        for (Asked<T> one : asked) {
            try {
                one.inquiry().conclude(one.answer(), failures).ifPresent(changes::add);
            } catch (RuntimeException e) {
                one.inquiry().events().forEach(event -> failures.put(event, e));
            }
        }
        if (!changes.isEmpty()) {
            meters.written(changes.size(), target.apply(changes).size());
        }
    }

    private Map<EntityKey, List<DomainEvent>> byEntity(List<DomainEvent> events, Map<DomainEvent, Exception> failures) {
        Map<EntityKey, List<DomainEvent>> byEntity = new LinkedHashMap<>();
        for (DomainEvent event : events) {
            try {
                byEntity.computeIfAbsent(resource.entity(event), entity -> new ArrayList<>(1))
                        .add(event);
            } catch (RuntimeException e) {
                // An event without the ids of the template: its own failure.
                failures.put(event, e);
            }
        }
        return byEntity;
    }

    /**
     * Asks the owner for these entities and writes what differs, whatever the mirror has.
     *
     * @return how many copies were written or marked as gone
     * @throws RuntimeException what the owner or the target throws; what was written until then stays
     */
    public long resync(Collection<EntityKey> entities) throws InterruptedException {
        return repair.of(entities);
    }

    /** {@link #sweep(Consumer)} that reports at the end only. */
    public Sweep sweep() throws InterruptedException {
        return sweep(soFar -> {});
    }

    /**
     * Reads pages of ids and versions from the owner and asks for what differs; then asks for each copy that was on no page. Needs
     * {@link Resource#pages}. The mirror may go on meanwhile. Remembers a number of 64 bits for each entity, 50 MB for a million.
     *
     * @param progress is told after each page how far it has come
     * @throws RuntimeException what the owner or the target throws; what was repaired until then stays, and it may be called again
     */
    public Sweep sweep(Consumer<Sweep> progress) throws InterruptedException {
        return new Sweeping<>(resource, target, repair, progress).run();
    }
}
