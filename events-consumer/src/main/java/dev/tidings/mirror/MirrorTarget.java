package dev.tidings.mirror;

import dev.tidings.owner.EntityKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where copies live: {@code JdbcMirror} is one, a search index or a cache of yours may be another. {@code MirrorTargetContract} in the
 * testkit shows whether it keeps the rules.
 *
 * <p>Must be safe for use by many threads and processes: each change is compared with what is there and written in one step. A failure is
 * thrown, and the events come again; {@link dev.tidings.consumer.UnavailableException} says that nothing works for now. Writing a change
 * again must do no harm.
 *
 * @param <T> what the owner answers
 */
public interface MirrorTarget<T> {

    /** What is there of these entities. One that it never heard of is absent. */
    Map<EntityKey, Copy> known(Collection<EntityKey> entities);

    /**
     * Writes each change that its own rule in {@link Change} allows, and no other. They are of different entities.
     *
     * @return what was not written, since something at least as new is there
     */
    List<Change<T>> apply(List<Change<T>> changes);

    /**
     * Entities that are {@link Copy.State#PRESENT}, in an order of its own, each once, for a sweep.
     *
     * @param after the last one of the page before; empty for the first page
     * @param atMost so many
     * @return an empty page at the end
     */
    List<Copy> present(Optional<EntityKey> after, int atMost);

    /**
     * Forgets marks that an entity is gone which were written longer ago, some at a time.
     *
     * @return how many; 0 when there are none left
     */
    int forget(Duration olderThan);
}
