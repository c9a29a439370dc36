package dev.tidings.idempotency;

import java.time.Instant;

/** The answer to a claim. */
public sealed interface Claim {

    /** The key that was claimed. */
    IdempotencyKey key();

    /**
     * Nobody has handled it, and it is yours until you complete or release it.
     *
     * @param key what was claimed
     * @param fence grows with each claim of the key; a completion with an older one has no effect
     */
    record Owned(IdempotencyKey key, long fence) implements Claim {}

    /** It has been handled. */
    record Completed(IdempotencyKey key) implements Claim {}

    /**
     * Somebody else is handling it now.
     *
     * @param key what was claimed
     * @param until when to ask again, by the store's clock
     */
    record Busy(IdempotencyKey key, Instant until) implements Claim {}
}
