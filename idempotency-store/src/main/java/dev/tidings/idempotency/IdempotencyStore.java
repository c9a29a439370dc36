package dev.tidings.idempotency;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Remembers keys: claimed, then completed or released. Safe for use by many threads.
 *
 * <p>Between a claim and its completion nobody else owns the key, until its lease ends. What survives a crash is each store's own
 * promise, which {@link #promise()} says in words. A key is busy for others while it is owned, whatever its content. Time is the store's: clocks of those who claim play no part.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key header, for the terms</a>
 */
public interface IdempotencyStore {

    /**
     * Claims keys, without waiting for other owners: one answer for each request, in their order. The keys differ from each other.
     *
     * @throws IdempotencyStoreException if the store cannot be asked; then nothing is known to be claimed, and what is ends with its lease
     */
    List<Claim> claimAll(List<ClaimRequest> requests);

    /**
     * Marks claims as handled. Doing so again has no effect, whatever it answers.
     *
     * @return those that could not be marked, since they are not owned any more; empty if all went well
     * @throws IdempotencyStoreException if the store cannot be asked; some may be marked
     */
    List<Claim.Owned> completeAll(Collection<Claim.Owned> claims);

    /**
     * Begins the lease of claims anew.
     *
     * @return those that are not owned any more; empty if all went well
     * @throws IdempotencyStoreException if the store cannot be asked
     */
    List<Claim.Owned> renewAll(Collection<Claim.Owned> claims);

    /**
     * Gives claims back unhandled, so that they can be claimed again at once. One that is not owned any more is left alone.
     *
     * @throws IdempotencyStoreException if the store cannot be asked; what is still claimed ends with its lease
     */
    void releaseAll(Collection<Claim.Owned> claims);

    /** After how long the key of an owner who does not renew it can be claimed by others; empty where a key ends with its process. */
    Optional<Duration> lease();

    /** For how long a completed key is remembered at least; empty where that is not promised. */
    Optional<Duration> retention();

    /** What it protects against and what not, in one sentence, for the log. */
    String promise();

    /**
     * Checks what can be known before the first claim, such as its tables. A store that cannot be reached is not an error: it is asked
     * again with the first claim.
     *
     * @throws IllegalStateException if it is set up so that it could not keep its promise; the message says what to do
     */
    void check();
}
