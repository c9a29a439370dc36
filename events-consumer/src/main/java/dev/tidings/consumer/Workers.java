package dev.tidings.consumer;

import dev.tidings.broker.internal.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what waits in the buffer handled: each worker takes some, has it handled, takes the next, and ends when there is nothing. */
final class Workers {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final String group;
    private final Buffer buffer;
    private final Pace pace = new Pace();
    private final Executor executor;
    private final Ticker clock;
    private final Function<List<Arrival>, Duration> handling;

    /**
     * @param executor runs workers
     * @param handling says how long the handlers took
     */
    Workers(String group, int atOnce, Executor executor, Ticker clock, Function<List<Arrival>, Duration> handling) {
        this.group = group;
        this.buffer = new Buffer(atOnce);
        this.executor = executor;
        this.clock = clock;
        this.handling = handling;
    }

    /** Returns at once, unless the executor runs things on this thread. */
    void add(Arrival arrival) {
        if (buffer.add(arrival)) {
            startIfUseful();
        }
    }

    /** How many work at once from now on. */
    void atOnce(int most) {
        buffer.workers(most);
        startIfUseful();
    }

    private void startIfUseful() {
        if (!buffer.startsWorker()) {
            return;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            buffer.endsWorker();
            log.warn("group {}: the executor takes no work, tried again every {}: {}", group, TRY_AGAIN, e.toString());
            clock.after(TRY_AGAIN, this::startIfUseful);
        }
    }

    private void work() {
        for (List<Arrival> batch = next(); !batch.isEmpty(); batch = next()) {
            pace.took(batch.size(), handling.apply(batch));
            buffer.done(batch);
        }
    }

    private List<Arrival> next() {
        List<Arrival> batch = buffer.takeOrEnd(pace.next());
        if (!batch.isEmpty()) {
            // Whoever has some work starts whoever could do the rest, so that few work while there is little.
            startIfUseful();
        }
        return batch;
    }

    /** How many wait or are being handled. */
    int atHand() {
        return buffer.size();
    }

    /** How many wait. */
    int waiting() {
        return buffer.waiting();
    }

    /** Takes out what waits. */
    List<Arrival> clear() {
        return buffer.clear();
    }

    /** Takes out what waits since before. */
    List<Arrival> clearBefore(long nanoTime) {
        return buffer.clearBefore(nanoTime);
    }

    /** Takes nothing more. What is being handled goes on; what waits is returned. */
    List<Arrival> stop() {
        return buffer.stop();
    }

    /** Whether all have ended in time. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return buffer.awaitNoWorker(atMost);
    }
}
