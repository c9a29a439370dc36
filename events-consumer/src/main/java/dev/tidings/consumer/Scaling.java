package dev.tidings.consumer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * How many handlers there are at once: as told by hand, or following the backlog without flapping: more at once when it grows, fewer only
 * when all of the last looks wanted fewer.
 */
final class Scaling {
    private static final int LOOKS = 12;

    private final IntConsumer handlers;
    private final Deque<Integer> wanted = new ArrayDeque<>();
    private Optional<Autoscale> autoscale;
    private int now;

    /** @param handlers is told how many there are to be from now on */
    Scaling(Capacity capacity, IntConsumer handlers) {
        this.autoscale = capacity.autoscale();
        this.now = capacity.atOnce();
        this.handlers = handlers;
    }

    /** So many, whatever the backlog. */
    synchronized void byHand(int most) {
        Capacity.checkHandlers(most);
        autoscale = Optional.empty();
        change(most);
    }

    /** So many events wait now. To be told at a steady pace. */
    synchronized void backlog(long events) {
        if (autoscale.isEmpty()) {
            return;
        }
        wanted.add(autoscale.get().handlers(events));
        if (wanted.size() > LOOKS) {
            wanted.remove();
        }
        change(wanted.stream().mapToInt(Integer::intValue).max().orElse(now));
    }

    private void change(int to) {
        if (to != now) {
            now = to;
            handlers.accept(to);
        }
    }

    /** How many there are to be. */
    synchronized int now() {
        return now;
    }
}
