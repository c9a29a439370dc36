package dev.tidings.broker.internal;

import dev.tidings.events.RawMessage;

/**
 * A message that a queue handed over, not yet acknowledged.
 *
 * @param message what was published
 * @param tag its number within the epoch
 * @param epoch the channel it came through; only there can it be acknowledged
 * @param redeliveries how often it came before and was not acknowledged, as far as the broker tells; give-backs may count or not
 */
public record Delivery(RawMessage message, long tag, Epoch epoch, int redeliveries) {

    /**
     * The channel that deliveries come through. When it has ended, nothing here has an effect, and the broker will deliver again what
     * was not acknowledged.
     */
    public interface Epoch {
        /** Acknowledges this delivery alone. */
        void acknowledge(long tag);

        /** Acknowledges this delivery and all before it. */
        void acknowledgeUpTo(long tag);

        /** Puts a delivery back into the queue. */
        void giveBack(long tag);

        /** Whether this epoch goes on. */
        boolean isOpen();
    }
}
