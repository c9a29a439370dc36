package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.IdempotencyKey;

/** What the table says of a key. {@code remainingMillis} is until its lease ends, or it may be forgotten; negative if that is past. */
record Row(IdempotencyKey key, State state, long fence, long fingerprint, long remainingMillis) {}
