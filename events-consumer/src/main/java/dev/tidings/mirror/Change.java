package dev.tidings.mirror;

import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;

/**
 * What a {@link MirrorTarget} is to write, unless it has something newer. Each says when it is written.
 *
 * @param <T> what the owner answers
 */
public sealed interface Change<T> {
    /** Of which entity. */
    EntityKey entity();

    /** Which state of it. */
    Version version();

    /** What is there of the entity once this was written. */
    Copy copy();

    /** Whether this is written over what is there of its entity. Where nothing is, every change is written. */
    boolean replaces(Copy there);

    private static boolean isOver(Copy there, Version version, boolean orTheSame) {
        int order = version.compareTo(there.version());
        return order > 0 || (order == 0 && orTheSame);
    }

    /**
     * The owner answered with this. Written where nothing is, over a copy and over a {@link Removed} of a lower version, and over a
     * {@link Missing} of the same version or a lower one.
     */
    record Put<T>(EntityKey entity, Version version, T value) implements Change<T> {
        @Override
        public Copy copy() {
            return new Copy(entity, version, Copy.State.PRESENT);
        }

        @Override
        public boolean replaces(Copy there) {
            return isOver(there, version, there.state() == Copy.State.MISSING);
        }
    }

    /**
     * An event says that this version removed it, and the owner does not have it. Written where nothing is, and over anything of the
     * same version or a lower one.
     */
    record Removed<T>(EntityKey entity, Version version) implements Change<T> {
        @Override
        public Copy copy() {
            return new Copy(entity, version, Copy.State.REMOVED);
        }

        @Override
        public boolean replaces(Copy there) {
            return isOver(there, version, true);
        }
    }

    /**
     * The owner does not have it, and no event has said with which version that came about. Written where nothing is, over a copy and a
     * {@link Missing} of the same version or a lower one, and over a {@link Removed} of a lower one.
     *
     * @param version the highest one that is known of it
     */
    record Missing<T>(EntityKey entity, Version version) implements Change<T> {
        @Override
        public Copy copy() {
            return new Copy(entity, version, Copy.State.MISSING);
        }

        @Override
        public boolean replaces(Copy there) {
            return isOver(there, version, there.state() != Copy.State.REMOVED);
        }
    }
}
