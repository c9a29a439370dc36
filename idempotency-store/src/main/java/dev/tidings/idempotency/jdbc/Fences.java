package dev.tidings.idempotency.jdbc;

import java.security.SecureRandom;

/** Numbers that no two claims of a key share, in whatever process they are made. */
final class Fences {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Fences() {}

    static long next() {
        return RANDOM.nextLong(1, Long.MAX_VALUE);
    }
}
