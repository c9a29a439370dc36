package dev.tidings.testkit;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.idempotency.IdempotencyStore;

/** A process that runs a group, and may end at any time. */
final class Instance {
    private final FaultyProcess process;
    private final IdempotencyStore store;
    private final ConsumerGroup group;
    private boolean isDead;

    /** The end of a process within a handler: nothing of what is done from then on has an effect. */
    static final class ProcessEnded extends Error {
        private static final long serialVersionUID = 1;
    }

    private Instance(FaultyProcess process, IdempotencyStore store, ConsumerGroup group) {
        this.process = process;
        this.store = store;
        this.group = group;
    }

    static Instance start(ConsumerGroup.Spec spec, FaultyBroker broker, IdempotencyStore store) {
        ConsumerGroup group = spec.idempotency(store).start(broker);
        return new Instance(broker.latest(), store, group);
    }

    /** Whether what it has claimed would be free again. */
    boolean canDie() {
        return store instanceof LeasingStore.View && !isDead;
    }

    /** To be called within a handler. */
    void die() throws Exception {
        isDead = true;
        process.die();
        if (store instanceof LeasingStore.View claims) {
            claims.die();
        }
        throw new ProcessEnded();
    }

    /** A handler goes on, unless the process has ended meanwhile. */
    void checkAlive() {
        if (isDead) {
            throw new ProcessEnded();
        }
    }

    boolean isDead() {
        return isDead;
    }

    void close() {
        if (!isDead) {
            group.close();
        }
    }
}
