package dev.tidings.consumer;

import dev.tidings.broker.internal.Delivery;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The acknowledgements of one epoch: many at a time for what is settled without a gap, one by one above a gap.
 *
 * <p>Each costs the broker a write, so they wait for each other: for a number of them, or for a moment. Delivery tags of an epoch are 1,
 * 2, 3 and so on. A multiple acknowledgement is sent only for a tag that is itself still open, since the broker closes the channel for
 * any other. On an epoch that has ended nothing has an effect: the broker delivers again, and the store recognises what was handled.
 */
final class AckWindow {
    private final Delivery.Epoch epoch;
    private final int most;
    private final Consumer<Runnable> inAMoment;
    private final Set<Long> settled = new HashSet<>();
    private final Set<Long> gone = new HashSet<>();
    private long lowest = 1;
    private long lowestBefore;
    private boolean isPlanned;

    /**
     * @param most wait to be sent
     * @param inAMoment does what it is given when the others have waited for long enough
     */
    AckWindow(Delivery.Epoch epoch, int most, Consumer<Runnable> inAMoment) {
        this.epoch = epoch;
        this.most = most;
        this.inAMoment = inAMoment;
    }

    Delivery.Epoch epoch() {
        return epoch;
    }

    /**
     * Acknowledges deliveries, soon.
     *
     * @param tags what is settled
     */
    synchronized void acknowledge(List<Long> tags) {
        settled.addAll(tags);
        if (settled.size() >= most) {
            acknowledgePrefix();
        }
        plan();
    }

    private void plan() {
        if (!isPlanned && !settled.isEmpty()) {
            isPlanned = true;
            inAMoment.accept(this::acknowledgeSettled);
        }
    }

    /** What is above a gap has another moment, unless the gap is the same as before. */
    private synchronized void acknowledgeSettled() {
        isPlanned = false;
        acknowledgePrefix();
        if (lowest == lowestBefore) {
            acknowledgeAboveGap();
        }
        lowestBefore = lowest;
        plan();
    }

    /** Acknowledges all that is settled, without waiting for more. */
    synchronized void acknowledgeAll() {
        acknowledgePrefix();
        acknowledgeAboveGap();
    }

    private void acknowledgeAboveGap() {
        for (long tag : settled) {
            epoch.acknowledge(tag);
            gone.add(tag);
        }
        settled.clear();
    }

    /** Puts one delivery back into the queue. */
    synchronized void giveBack(long tag) {
        epoch.giveBack(tag);
        gone.add(tag);
    }

    private void acknowledgePrefix() {
        long highest = 0;
        while (true) {
            if (settled.remove(lowest)) {
                highest = lowest;
            } else if (!gone.remove(lowest)) {
                break;
            }
            lowest++;
        }
        if (highest > 0) {
            epoch.acknowledgeUpTo(highest);
        }
    }
}
