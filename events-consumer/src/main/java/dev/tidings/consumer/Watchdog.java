package dev.tidings.consumer;

import java.util.function.IntSupplier;

/**
 * Finds a consumer that is deaf: events wait at the broker, there is room for them here, and none comes, look after look. It goes on with a
 * new channel then. Not where the broker does not tell what waits from what others have at hand. For use by one thread.
 */
final class Watchdog {
    private static final int LOOKS = 3;

    private final Inlet inlet;
    private final IntSupplier atHand;
    private long deliveries;
    private int silentLooks;

    /** @param atHand how many deliveries are not settled */
    Watchdog(Inlet inlet, IntSupplier atHand) {
        this.inlet = inlet;
        this.atHand = atHand;
    }

    /** To be called at a steady pace, not faster than the broker is asked how many events wait. */
    void look() {
        long before = deliveries;
        deliveries = inlet.deliveries();
        boolean isSilent = deliveries == before && isWaitedFor() && atHand.getAsInt() < inlet.pulling();
        silentLooks = isSilent ? silentLooks + 1 : 0;
        if (silentLooks >= LOOKS) {
            silentLooks = 0;
            inlet.subscription().renew("events wait in the queue, and none is delivered");
        }
    }

    private boolean isWaitedFor() {
        return inlet.subscription()
                .depth()
                .filter(depth -> depth.isExact() && depth.waiting() > 0)
                .isPresent();
    }
}
