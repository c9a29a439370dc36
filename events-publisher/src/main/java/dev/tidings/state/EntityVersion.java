package dev.tidings.state;

/**
 * That an entity exists, and its version.
 *
 * @param id its text is the id
 * @param incarnation see {@link State#incarnation}
 * @param version 0 or more
 */
public record EntityVersion<K>(K id, long incarnation, long version) {
    /** Refuses negative ones. */
    public EntityVersion {
        if (version < 0 || incarnation < 0) {
            throw new IllegalArgumentException("version " + version + " of incarnation " + incarnation + " of " + id
                    + " is not possible; both are 0 or more");
        }
    }

    /** Of an owner whose versions never restart. */
    public static <K> EntityVersion<K> of(K id, long version) {
        return new EntityVersion<>(id, 0, version);
    }
}
