package dev.tidings.migration.baton;

import dev.tidings.broker.Health;

/** What a process that runs a side writes of itself. */
record Pulse(
        String instance,
        String queue,
        boolean isExactlyOnce,
        long epoch,
        Health health,
        boolean isBound,
        boolean isDrained) {}
