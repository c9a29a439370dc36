package dev.tidings.mirror;

import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;

/**
 * What a {@link MirrorTarget} has of an entity: a copy of its state, or a mark that it is gone.
 *
 * @param state which of the three
 */
public record Copy(EntityKey entity, Version version, State state) {

    /** What the last {@link Change} was that was written. */
    public enum State {
        /** {@link Change.Put}. */
        PRESENT,
        /** {@link Change.Removed}. */
        REMOVED,
        /** {@link Change.Missing}. */
        MISSING
    }
}
