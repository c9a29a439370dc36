package dev.tidings.owner;

import java.util.Optional;

/** What an answer means, before it is held against what the asker needs. */
sealed interface Fetched<T> {
    /**
     * A state.
     *
     * @param etag with which it can be asked for again
     * @param bytes so many came
     */
    record Found<T>(Version version, Optional<String> etag, T value, int bytes) implements Fetched<T> {}

    /** What was asked with is still true. */
    record NotModified<T>() implements Fetched<T> {}

    /** The owner does not have it. */
    record Missing<T>() implements Fetched<T> {}
}
