package dev.tidings.mirror;

import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for entities without an event, and writes what differs. */
record Repair<T>(Resource<T> resource, MirrorTarget<T> target) {
    private static final int TOGETHER = 100;

    /** Returns how many were written or marked as gone. */
    long of(Collection<EntityKey> entities) throws InterruptedException {
        List<EntityKey> all = List.copyOf(entities);
        long written = 0;
        for (int from = 0; from < all.size(); from += TOGETHER) {
            written += together(all.subList(from, Math.min(all.size(), from + TOGETHER)));
        }
        return written;
    }

    private long together(List<EntityKey> entities) throws InterruptedException {
        Map<EntityKey, Copy> known = target.known(entities);
        List<Asked<T>> asked = new ArrayList<>(entities.size());
        for (EntityKey entity : entities) {
            asked.add(Asked.of(
                    new Inquiry<>(entity, List.of(), Optional.ofNullable(known.get(entity)), resource), resource));
        }
        List<Change<T>> changes = new ArrayList<>();
        for (Asked<T> one : asked) {
            one.inquiry().conclude(one.answer(), new HashMap<>()).ifPresent(changes::add);
        }
        return changes.isEmpty() ? 0 : changes.size() - target.apply(changes).size();
    }
}
