package dev.tidings.migration.shadow;

import dev.tidings.migration.InMemoryOutcomeStore;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.OutcomeStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A store that fails or takes as long as a test wants. */
final class FaultyStore implements OutcomeStore {
    final InMemoryOutcomeStore stored = new InMemoryOutcomeStore();
    final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
    final Semaphore calls = new Semaphore(0);
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile CountDownLatch open = new CountDownLatch(0);

    void fails(Throwable with) {
        failure = Optional.of(with);
    }

    void works() {
        failure = Optional.empty();
    }

    /** Calls wait until the answer is counted down. */
    CountDownLatch hangs() {
        open = new CountDownLatch(1);
        return open;
    }

    @Override
    public void record(List<Outcome> outcomes) {
        calls.release();
        awaitOpen();
        if (failure.isPresent()) {
            throw thrown(failure.get());
        }
        sizes.add(outcomes.size());
        stored.record(outcomes);
    }

    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    private void awaitOpen() {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<Outcome> after(String comparison, String eventId, int atMost) {
        return stored.after(comparison, eventId, atMost);
    }

    @Override
    public long forgetBefore(Instant time) {
        return stored.forgetBefore(time);
    }
}
