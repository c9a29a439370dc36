package dev.tidings.migration.shadow;

import dev.tidings.consumer.UnavailableException;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.OutcomeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/** Stores outcomes before it returns. While one thread stores, those of the others gather, and are stored together. */
final class SharedFlush {
    private static final int AT_ONCE = 500;

    private final String name;
    private final OutcomeStore store;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock storing = new ReentrantLock();

    /** Those of one caller; written under the lock. */
    private static final class Waiting {
        private final List<Outcome> outcomes;
        private boolean done;
        private Optional<Throwable> failure = Optional.empty();

        private Waiting(List<Outcome> outcomes) {
            this.outcomes = outcomes;
        }
    }

    SharedFlush(String name, OutcomeStore store) {
        this.name = name;
        this.store = store;
    }

    /** @throws UnavailableException if they are not stored, for whatever reason: without its outcome an event is not done */
    void record(List<Outcome> outcomes) throws InterruptedException {
        Waiting mine = new Waiting(outcomes);
        waiting.add(mine);
        storing.lockInterruptibly();
        try {
            while (!mine.done) {
                flush();
            }
        } finally {
            storing.unlock();
        }
        if (mine.failure.isPresent()) {
            Throwable why = mine.failure.get();
            throw new UnavailableException(
                    "recording " + name + ": an outcome could not be stored: " + Reasons.of(why), why);
        }
    }

    private void flush() {
        List<Waiting> some = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        while (outcomes.size() < AT_ONCE && waiting.peek() != null) {
            Waiting one = waiting.remove();
            some.add(one);
            outcomes.addAll(one.outcomes);
        }
        Optional<Throwable> failure = Optional.empty();
        try {
            store.record(outcomes);
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        }
        for (Waiting one : some) {
            one.done = true;
            one.failure = failure;
        }
    }
}
