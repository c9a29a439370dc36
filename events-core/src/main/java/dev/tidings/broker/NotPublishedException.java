package dev.tidings.broker;

import dev.tidings.events.TidingsException;

/**
 * The event is certainly not at the broker: it was refused, or there was no connection within the deadline.
 *
 * <p>It is safe to publish it again, as the same object or as a new one.
 */
public class NotPublishedException extends TidingsException {
    private static final long serialVersionUID = 1;

    /** The message names the event, the exchange, the reason and the way out. */
    public NotPublishedException(String message) {
        super(message);
    }
}
