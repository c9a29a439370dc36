package dev.tidings.tracking;

import dev.tidings.broker.internal.Delivery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts deliveries until somebody takes the counts. What came through a channel that has ended is dropped, for all of it is delivered
 * again. Safe for use by many threads.
 */
final class Tally {
    private final Buckets buckets;
    private final int enough;
    private final int mostKeys;
    private @Nullable Batch batch;
    private Cap cap;
    private long capped;
    private boolean isEnding;

    /**
     * @param enough so many events are taken without waiting for more
     * @param mostKeys so many keys of a bucket are named
     */
    Tally(Buckets buckets, int enough, int mostKeys) {
        this.buckets = buckets;
        this.enough = enough;
        this.mostKeys = mostKeys;
        this.cap = new Cap(mostKeys);
    }

    /** Counts one. Returns at once. */
    synchronized void add(Delivery delivery) {
        if (!delivery.epoch().isOpen()) {
            // Its thread may be late: others of the channel after it may have been counted already.
            return;
        }
        Batch current = batch;
        if (current == null || !current.isOf(delivery.epoch())) {
            current = new Batch(delivery.epoch());
            batch = current;
        }
        Kind kind = new Kind(delivery.message().exchange(), delivery.message().routingKey());
        Slot slot = new Slot(buckets.current(), kind);
        current.add(current.has(slot) ? slot : named(slot), delivery.tag());
        if (current.events() == enough) {
            notifyAll();
        }
    }

    private Slot named(Slot slot) {
        if (slot.bucket() != capped) {
            capped = slot.bucket();
            cap = new Cap(mostKeys);
        }
        return new Slot(slot.bucket(), cap.name(slot.kind().printable()));
    }

    /** What was counted since the last time: once it is enough, or as much as there is after so long. */
    synchronized Optional<Batch> take(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); left > 0 && !isEnding && !isEnough(); ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        Optional<Batch> taken = Optional.ofNullable(batch);
        batch = null;
        return taken;
    }

    private boolean isEnough() {
        return batch != null && isEnough(batch);
    }

    /** Whether nobody waited for more of it. */
    boolean isEnough(Batch taken) {
        return taken.events() >= enough;
    }

    /** Nobody waits from now on. */
    synchronized void end() {
        isEnding = true;
        notifyAll();
    }
}
