package dev.tidings.tracking;

import dev.tidings.broker.internal.Delivery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deliveries of one channel, counted: all from the first that is not acknowledged to the last. Not safe for use by several threads. */
final class Batch {
    private final Delivery.Epoch epoch;
    private final Map<Slot, Long> counts = new HashMap<>();
    private long events;
    private long lastTag;

    Batch(Delivery.Epoch epoch) {
        this.epoch = epoch;
    }

    void add(Slot slot, long tag) {
        counts.merge(slot, 1L, Long::sum);
        events++;
        lastTag = tag;
    }

    boolean has(Slot slot) {
        return counts.containsKey(slot);
    }

    long events() {
        return events;
    }

    boolean isOf(Delivery.Epoch other) {
        return epoch == other;
    }

    /** Whether it can still be acknowledged; if not, all of it is delivered again. */
    boolean isOpen() {
        return epoch.isOpen();
    }

    void acknowledge() {
        epoch.acknowledgeUpTo(lastTag);
    }

    /** In one order for all trackers, so that they never wait for each other in a circle. */
    List<Count> counts() {
        return Count.sorted(counts);
    }
}
