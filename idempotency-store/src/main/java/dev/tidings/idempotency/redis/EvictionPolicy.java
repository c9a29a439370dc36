package dev.tidings.idempotency.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Redis does when its memory is full. One that then throws keys away would forget what was handled. */
final class EvictionPolicy {
    private static final Pattern LINE = Pattern.compile("(?m)^maxmemory_policy:(\\S+)");
    private static final String HARMLESS = "noeviction";

    private final RedisServer server;
    private volatile boolean known;

    EvictionPolicy(RedisServer server) {
        this.server = server;
    }

    /**
     * Checks it, unless it is known to be harmless.
     *
     * @throws dev.tidings.idempotency.IdempotencyStoreException if Redis cannot be asked
     * @throws IllegalStateException if it evicts, or does not say
     */
    void check() {
        if (known) {
            return;
        }
        Matcher line = LINE.matcher(server.memory());
        if (!line.find()) {
            throw new IllegalStateException(server + " does not tell its maxmemory_policy in INFO memory, so nobody"
                    + " knows whether it throws keys away; use a Redis that does");
        }
        if (!line.group(1).equals(HARMLESS)) {
            throw new IllegalStateException(server + " has the maxmemory-policy " + line.group(1) + ", and would throw"
                    + " away what was handled when its memory is full; set it to " + HARMLESS
                    + ", or use another Redis");
        }
        known = true;
    }
}
