package dev.tidings.migration.baton;

import dev.tidings.broker.Health;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Share.Bindings;

/** A group that runs, and with which bindings. */
final class Held {
    private final ConsumerGroup group;
    private final Bindings bindings;
    private boolean wasUp;

    Held(ConsumerGroup group, Bindings bindings) {
        this.group = group;
        this.bindings = bindings;
    }

    ConsumerGroup group() {
        return group;
    }

    Bindings bindings() {
        return bindings;
    }

    /** Whether it has consumed once, which it does after its bindings are as they should be. */
    synchronized boolean areBindingsSet() {
        wasUp = wasUp || group.health().state() == Health.State.UP;
        return wasUp;
    }
}
