package dev.tidings.owner;

/**
 * What the owner says of an entity now.
 *
 * @param <T> its state
 */
public sealed interface Answer<T> {
    /** This is its state. */
    record Found<T>(Version version, T value) implements Answer<T> {}

    /** It is as {@link Question#known}. */
    record Unchanged<T>() implements Answer<T> {}

    /** The owner does not have it: 404 or 410. It may be gone, or not be visible yet. */
    record Missing<T>() implements Answer<T> {}
}
