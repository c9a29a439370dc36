package dev.tidings.idempotency;

/**
 * What somebody wants to handle.
 *
 * @param key what it is known by
 * @param fingerprint stands for its content: the same key with another one is a conflict and not a duplicate. Any hash of 64 bits does,
 *     if it is the same in every process; always 0 where content is not to be compared.
 */
public record ClaimRequest(IdempotencyKey key, long fingerprint) {}
