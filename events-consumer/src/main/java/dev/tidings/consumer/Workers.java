package dev.tidings.consumer;

import dev.tidings.broker.internal.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The threads of a group: each takes what waits in the buffer, has it handled, and takes the next. */
final class Workers {
    private final Buffer buffer = new Buffer();
    private final Pace pace = new Pace();
    private final Function<List<Arrival>, Duration> handling;
    private final List<Thread> threads = new ArrayList<>();

    /** @param handling says how long the handlers took */
    Workers(String group, int count, Function<List<Arrival>, Duration> handling) {
        this.handling = handling;
        for (int i = 1; i <= count; i++) {
            Thread thread = Threads.daemon("tidings " + group + " handler-" + i, this::work);
            threads.add(thread);
            thread.start();
        }
    }

    /** Returns at once. */
    void add(Arrival arrival) {
        buffer.add(arrival);
    }

    private void work() {
        try {
            for (List<Arrival> batch = next(); !batch.isEmpty(); batch = next()) {
                pace.took(batch.size(), handling.apply(batch));
                buffer.done(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Arrival> next() throws InterruptedException {
        return buffer.take(pace.next());
    }

    /** How many wait or are being handled. */
    int atHand() {
        return buffer.size();
    }

    /** Takes out what waits. */
    List<Arrival> clear() {
        return buffer.clear();
    }

    /** Takes nothing more. What is being handled goes on; what waits is returned. */
    List<Arrival> stop() {
        return buffer.stop();
    }

    /** Waits until all have ended; past the deadline, handlers are interrupted. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        }
        threads.forEach(Thread::interrupt);
    }
}
