package dev.tidings.idempotency;

import java.util.Collection;
import java.util.List;

/**
 * Remembers keys: claimed, then completed or released. Safe for use by many threads.
 *
 * <p>Between a claim and its completion nobody else owns the key. What survives a crash is each store's own promise.
 */
public interface IdempotencyStore {

    /** Claims keys, without waiting for other owners: one answer for each key, in their order. The keys differ from each other. */
    List<Claim> claimAll(List<IdempotencyKey> keys);

    /**
     * Marks claims as handled.
     *
     * @return those that could not be marked, since they are not owned any more; empty if all went well
     */
    List<Claim.Owned> completeAll(Collection<Claim.Owned> claims);

    /** Gives claims back unhandled, so that they can be claimed again at once. One that is not owned any more is left alone. */
    void releaseAll(Collection<Claim.Owned> claims);
}
