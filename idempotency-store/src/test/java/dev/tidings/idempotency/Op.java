package dev.tidings.idempotency;

/** What an actor does with the key; {@code EXPIRE} happens to whoever owns it. */
enum Op {
    CLAIM,
    RENEW,
    EXPIRE,
    RELEASE,
    COMPLETE
}
