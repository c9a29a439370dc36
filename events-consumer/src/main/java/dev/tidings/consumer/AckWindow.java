package dev.tidings.consumer;

import dev.tidings.broker.internal.Delivery;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The acknowledgements of one epoch: many at a time for what is settled without a gap, one by one above a gap.
 *
 * <p>Delivery tags of an epoch are 1, 2, 3 and so on. A multiple acknowledgement is sent only for a tag that is itself still open, since
 * the broker closes the channel for any other. On an epoch that has ended nothing has an effect: the broker delivers again, and the store
 * recognises what was handled.
 */
final class AckWindow {
    private final Delivery.Epoch epoch;
    private final int mostAboveGap;
    private final Set<Long> settled = new HashSet<>();
    private final Set<Long> gone = new HashSet<>();
    private long lowest = 1;

    AckWindow(Delivery.Epoch epoch, int mostAboveGap) {
        this.epoch = epoch;
        this.mostAboveGap = mostAboveGap;
    }

    Delivery.Epoch epoch() {
        return epoch;
    }

    /**
     * Acknowledges deliveries. What is above a gap waits for the gap to close, unless that is much.
     *
     * @param tags what is settled
     */
    synchronized void acknowledge(List<Long> tags) {
        settled.addAll(tags);
        acknowledgePrefix();
        if (settled.size() >= mostAboveGap) {
            acknowledgeAboveGap();
        }
    }

    /** Acknowledges what is above a gap too, since nothing else is there to do. */
    synchronized void acknowledgeAboveGap() {
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
        acknowledgePrefix();
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
