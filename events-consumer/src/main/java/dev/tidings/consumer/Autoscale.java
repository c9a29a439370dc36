package dev.tidings.consumer;

/**
 * How the number of handlers follows the backlog.
 *
 * @param least at least so many
 * @param most at most so many
 * @param perHandler one for each so many events that wait
 */
record Autoscale(int least, int most, int perHandler) {
    Autoscale {
        Capacity.checkHandlers(least);
        Capacity.checkHandlers(most);
        if (least > most) {
            throw new IllegalArgumentException("to scale from " + least + " to " + most
                    + " handlers is not possible; give the smaller number first");
        }
        if (perHandler < 1) {
            throw new IllegalArgumentException(
                    "a target backlog of " + perHandler + " events a handler is not possible; give 1 or more");
        }
    }

    /** How many handlers a backlog is worth. */
    int handlers(long backlog) {
        long wanted = (backlog + perHandler - 1) / perHandler;
        return (int) Math.max(least, Math.min(most, wanted));
    }

    @Override
    public String toString() {
        return least + " to " + most + " handlers at once, one for " + perHandler + " waiting events";
    }
}
