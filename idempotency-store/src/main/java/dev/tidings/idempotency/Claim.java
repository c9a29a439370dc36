package dev.tidings.idempotency;

import java.time.Duration;

/** The answer to a claim. */
public sealed interface Claim {

    /** The key that was claimed. */
    IdempotencyKey key();

    /**
     * Nobody has handled it, and it is yours until you complete or release it, or its lease ends.
     *
     * @param request what was claimed
     * @param fence tells this claim from every other one of the key; what is done with an older one has no effect
     */
    record Owned(ClaimRequest request, long fence) implements Claim {
        @Override
        public IdempotencyKey key() {
            return request.key();
        }
    }

    /** It has been handled. */
    record Completed(IdempotencyKey key) implements Claim {}

    /**
     * Somebody else is handling it now.
     *
     * @param key what was claimed
     * @param remaining when that ends at the latest, if its owner is dead; measured by the store's clock
     */
    record Busy(IdempotencyKey key, Duration remaining) implements Claim {}

    /** Its key was handled with another content: one of the two is an error of whoever made them. */
    record Conflict(IdempotencyKey key) implements Claim {}
}
