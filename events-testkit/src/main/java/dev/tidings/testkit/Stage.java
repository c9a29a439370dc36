package dev.tidings.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a simulation takes place: what is to be done now, what later, and a time that passes only when told to.
 *
 * <p>One thread at a time is on it. What that thread does is followed, before it leaves, by all that comes of it without time passing. What
 * fails on the way, or is against the broker's rules, is thrown when it leaves.
 */
final class Stage {
    private static final int RESTLESS = 100_000;

    private record Planned(long due, long number, Runnable work) {}

    private final IntUnaryOperator choice;
    private final List<Runnable> deliveries = new ArrayList<>();
    private final List<Runnable> works = new ArrayList<>();
    private final PriorityQueue<Planned> later =
            new PriorityQueue<>(Comparator.comparingLong(Planned::due).thenComparingLong(Planned::number));
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Thread> present = new AtomicReference<>();
    private long now;
    private long plans;

    /** @param choice which of so many things is done next, from 0; deliveries come before work */
    Stage(IntUnaryOperator choice) {
        this.choice = choice;
    }

    /** The time, in nanoseconds since the beginning. */
    long now() {
        return now;
    }

    /** Does something, and then what comes of it, unless this is itself part of something that is being done. */
    <T> T ask(Supplier<T> deed) {
        Thread me = Thread.currentThread();
        Thread other = present.compareAndExchange(null, me);
        if (other == me) {
            return deed.get();
        }
        if (other != null) {
            throw failed("the simulated broker is for one thread at a time, and " + me.getName() + " came while "
                    + other.getName() + " used it; publish, deliver and advance in the test's own thread");
        }
        T result;
        try {
            result = deed.get();
            rest();
        } finally {
            present.set(null);
        }
        complain();
        return result;
    }

    /** The same, without a result. */
    void act(Runnable deed) {
        boolean unused = ask(() -> {
            deed.run();
            return true;
        });
    }

    /** Whether the current thread is called from here. */
    boolean isPresent() {
        return present.get() == Thread.currentThread();
    }

    /** Delivers something as soon as possible. */
    void deliver(Runnable delivery) {
        deliveries.add(delivery);
    }

    /** Does something as soon as nothing is to be delivered. */
    void work(Runnable work) {
        act(() -> {
            works.add(work);
        });
    }

    /** Does something after a while. */
    void later(Duration delay, Runnable work) {
        later.add(new Planned(now + Math.max(0, delay.toNanos()), plans++, work));
    }

    /** Lets time pass, and does in its order what comes due. */
    void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time cannot be moved by " + time + "; it goes forward only");
        }
        act(() -> {
            long until = now + time.toNanos();
            rest();
            for (Planned next = later.peek(); next != null && next.due <= until; next = later.peek()) {
                later.remove();
                now = Math.max(now, next.due);
                guarded(next.work);
                rest();
            }
            now = Math.max(now, until);
        });
    }

    private void rest() {
        for (int steps = 0; step(); steps++) {
            if (steps > RESTLESS) {
                throw failed(
                        "there is no end after " + RESTLESS
                                + " steps: does a handler publish what the same handler gets, or does something come again at once?");
            }
        }
    }

    private boolean step() {
        int all = deliveries.size() + works.size();
        if (all == 0) {
            return false;
        }
        int chosen = choice.applyAsInt(all);
        guarded(chosen < deliveries.size() ? deliveries.remove(chosen) : works.remove(chosen - deliveries.size()));
        return true;
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    /** Notes what must not happen, to be thrown to the test. */
    IllegalStateException failed(String why) {
        IllegalStateException failure = new IllegalStateException(why);
        failures.add(failure);
        return failure;
    }

    private void complain() {
        Throwable first = failures.poll();
        if (first == null) {
            return;
        }
        AssertionError complaint = new AssertionError(first.getMessage(), first);
        for (Throwable next = failures.poll(); next != null; next = failures.poll()) {
            complaint.addSuppressed(next);
        }
        throw complaint;
    }
}
