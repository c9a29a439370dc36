package dev.tidings.consumer;

import dev.tidings.broker.internal.Threads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One thread that handles the events of its entities in the order of their arrival. It takes what is there, up to a batch, without
 * waiting for more.
 */
final class Lane {
    private static final int LARGEST_BATCH = 100;

    private final Queue<Arrival> waiting = new ArrayDeque<>();
    private final Consumer<List<Arrival>> handling;
    private final Thread thread;
    private boolean stopping;

    Lane(String name, Consumer<List<Arrival>> handling) {
        this.handling = handling;
        this.thread = Threads.daemon(name, this::handleAll);
        thread.start();
    }

    /** Never more than the prefetch, so the queue needs no bound of its own. */
    synchronized void add(Arrival arrival) {
        waiting.add(arrival);
        notifyAll();
    }

    private void handleAll() {
        try {
            for (List<Arrival> batch = next(); !batch.isEmpty(); batch = next()) {
                handling.accept(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is there, as soon as something is; nothing at the end. */
    private synchronized List<Arrival> next() throws InterruptedException {
        while (waiting.isEmpty() && !stopping) {
            wait();
        }
        List<Arrival> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < LARGEST_BATCH) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    /** Takes nothing more. What is being handled goes on; what waits is returned. */
    synchronized List<Arrival> stop() {
        stopping = true;
        List<Arrival> left = new ArrayList<>(waiting);
        waiting.clear();
        notifyAll();
        return left;
    }

    /** Waits until it has ended; past the deadline, the handler is interrupted. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, atMost.toNanos()));
        thread.interrupt();
    }
}
