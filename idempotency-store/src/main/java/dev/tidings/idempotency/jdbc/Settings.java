package dev.tidings.idempotency.jdbc;

import java.time.Duration;

/** How a store was asked to be. */
record Settings(Tables tables, Duration retention, Duration lease, boolean isOneAtATime) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    static final Settings DEFAULT =
            new Settings(new Tables(Tables.DEFAULT), Duration.ofDays(14), Duration.ofMinutes(1), false);

    Settings {
        if (lease.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a lease of " + lease + " would end before anything could be handled;"
                    + " give one that is longer than a handler is ever silent, at least " + SHORTEST);
        }
        if (retention.compareTo(lease) < 0) {
            throw new IllegalArgumentException("a retention of " + retention + " is shorter than the lease of " + lease
                    + "; remember completed keys for longer than an event can be on its way");
        }
    }

    Settings withTables(Tables other) {
        return new Settings(other, retention, lease, isOneAtATime);
    }

    Settings withRetention(Duration other) {
        return new Settings(tables, other, lease, isOneAtATime);
    }

    Settings withLease(Duration other) {
        return new Settings(tables, retention, other, isOneAtATime);
    }

    Settings oneAtATime() {
        return new Settings(tables, retention, lease, true);
    }
}
