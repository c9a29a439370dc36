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
    private static final int MOST_MOMENTS = 5;

    private final Delivery.Epoch epoch;
    private final int most;
    private final int mostAboveGap;
    private final Consumer<Runnable> inAMoment;
    private final Set<Long> settled = new HashSet<>();
    private final Set<Long> gone = new HashSet<>();
    private long lowest = 1;
    private long lowestBefore;
    private int momentsAtGap;
    private boolean isPlanned;

    /**
     * @param most wait to be sent, where there is no gap
     * @param mostAboveGap wait for a gap to close
     * @param inAMoment does what it is given when the others have waited for long enough
     */
    AckWindow(Delivery.Epoch epoch, int most, int mostAboveGap, Consumer<Runnable> inAMoment) {
        this.epoch = epoch;
        this.most = most;
        this.mostAboveGap = mostAboveGap;
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

    /** What is above a gap has a few moments more, unless much of what may be at hand waits there: workers end in any order. */
    private synchronized void acknowledgeSettled() {
        isPlanned = false;
        acknowledgePrefix();
        momentsAtGap = lowest == lowestBefore ? momentsAtGap + 1 : 0;
        lowestBefore = lowest;
        if (momentsAtGap >= MOST_MOMENTS || settled.size() >= mostAboveGap) {
            acknowledgeAboveGap();
        }
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
