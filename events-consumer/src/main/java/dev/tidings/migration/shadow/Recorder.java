package dev.tidings.migration.shadow;

import dev.tidings.broker.internal.Threads;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.OutcomeStore;
import dev.tidings.migration.Result.Effect;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes outcomes without waiting, and has a thread of its own store them. While the store is away they wait, up to a limit; those beyond
 * are lost and counted. Safe for use by many threads.
 */
final class Recorder implements AutoCloseable {
    static final int MOST = 10_000;
    /** Of effects, so that large ones do not need all memory. */
    static final long MOST_CHARACTERS = 32L * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);
    private static final int AT_ONCE = 500;
    /** So that few outcomes share a commit, too. */
    private static final Duration LINGER = Duration.ofMillis(100);

    /** A failure that is no outage may be one, and may be for ever. */
    private static final int MOST_REFUSALS = 4;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration PAUSE_AT_THE_END = Duration.ofMillis(100);

    private final String name;
    private final OutcomeStore store;
    private final Duration closeWithin;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Outcome> waiting = new ArrayDeque<>();
    private long characters;
    private int inHand;
    private long lost;
    private boolean told;
    private boolean leftOut;
    private @Nullable Thread thread;
    private boolean closed;
    private boolean abandoned;
    private long end;

    Recorder(String name, OutcomeStore store, Duration closeWithin) {
        this.name = name;
        this.store = store;
        this.closeWithin = closeWithin;
    }

    /** Returns at once. Those that cannot be made are lost. */
    void add(Supplier<List<Outcome>> outcomes) {
        try {
            add(outcomes.get());
        } catch (IllegalArgumentException e) {
            leaveOut(Reasons.of(e));
        }
    }

    /** One that cannot be recorded whatever the store does. Said once. */
    void leaveOut(String why) {
        lock.lock();
        try {
            lost++;
            if (!leftOut) {
                leftOut = true;
                log.warn("recording {}: an outcome, and others perhaps, cannot be recorded: {}", name, why);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(List<Outcome> outcomes) {
        lock.lock();
        try {
            int before = waiting.size();
            for (Outcome outcome : outcomes) {
                if (closed) {
                    lose(1, "it is closed");
                } else if (waiting.size() == MOST || characters >= MOST_CHARACTERS) {
                    lose(1, "so many wait for the store already, " + waiting.size());
                } else {
                    waiting.add(outcome);
                    characters += size(outcome);
                }
            }
            start();
            if (before == 0 || (before < AT_ONCE && waiting.size() >= AT_ONCE)) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static long size(Outcome outcome) {
        return outcome.result() instanceof Effect effect ? effect.json().length() : 0;
    }

    private void start() {
        if ((thread == null || !thread.isAlive()) && !closed) {
            thread = Threads.daemon("tidings recording " + name, this::run);
            thread.start();
        }
    }

    /** Some could not be recorded, for this reason. Said once, until something is stored again. */
    void lose(long outcomes, String why) {
        lock.lock();
        try {
            lost += outcomes;
            if (!told) {
                told = true;
                log.warn("recording {}: outcomes are lost, {} so far: {}", name, lost, why);
            }
        } finally {
            lock.unlock();
        }
    }

    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (List<Outcome> batch = next(); !batch.isEmpty(); batch = next()) {
                store(batch);
            }
        } catch (InterruptedException e) {
            // Nobody but the owner of all threads does that; the next outcome starts another thread.
            Thread.currentThread().interrupt();
        }
    }

    /** What is there, after a moment for more to come; nothing at the end. */
    private List<Outcome> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            inHand = 0;
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            for (long left = LINGER.toNanos(); left > 0 && waiting.size() < AT_ONCE && !closed; ) {
                left = changed.awaitNanos(left);
            }
            List<Outcome> batch = new ArrayList<>();
            while (batch.size() < AT_ONCE && !waiting.isEmpty()) {
                Outcome outcome = waiting.remove();
                characters -= size(outcome);
                batch.add(outcome);
            }
            inHand = batch.size();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void store(List<Outcome> batch) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int refusals = 0; ; pause = longer(pause)) {
            try {
                store.record(batch);
                worked();
                return;
            } catch (UnavailableException e) {
                log.debug("recording {}: {} outcomes wait", name, batch.size(), e);
            } catch (RuntimeException e) {
                log.debug("recording {}: {} outcomes are refused", name, batch.size(), e);
                if (++refusals == MOST_REFUSALS) {
                    lose(batch.size(), Reasons.of(e));
                    return;
                }
            }
            if (!goesOnAfter(pause)) {
                end(batch.size());
                return;
            }
        }
    }

    private void end(int outcomes) {
        lock.lock();
        try {
            if (!abandoned) {
                lose(outcomes, "the store was away until the end");
            }
        } finally {
            lock.unlock();
        }
    }

    private void worked() {
        lock.lock();
        try {
            if (told && waiting.isEmpty()) {
                told = false;
                log.info("recording {}: outcomes are stored again; {} were lost so far", name, lost);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Waits, for less at the end; whether there is time left. */
    private boolean goesOnAfter(Duration pause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = pause.toNanos(); left > 0 && !closed; ) {
                left = changed.awaitNanos(left);
            }
            for (long left = PAUSE_AT_THE_END.toNanos(); left > 0 && closed; ) {
                left = changed.awaitNanos(left);
            }
            return !closed || end - System.nanoTime() > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Stores what waits, for as long as there is time. What comes later is lost. */
    @Override
    public void close() {
        @Nullable Thread storing;
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                end = System.nanoTime() + closeWithin.toNanos();
                changed.signalAll();
            }
            storing = thread;
        } finally {
            lock.unlock();
        }
        if (storing != null) {
            join(storing);
        }
    }

    private void join(Thread storing) {
        try {
            // It looks at the time after each pause.
            long left = end - System.nanoTime() + 2 * PAUSE_AT_THE_END.toNanos();
            storing.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            if (storing.isAlive() && !abandoned) {
                abandoned = true;
                lose(waiting.size() + (long) inHand, "the store did not take them until the end");
                waiting.clear();
            }
        } finally {
            lock.unlock();
        }
    }
}
