package dev.tidings.broker;

import dev.tidings.events.TidingsException;

/**
 * The event was handed to a connection and the broker did not answer in time: it may be there, now or later.
 *
 * <p>Nothing here sends it again. Publish the same event object again: it keeps its id, and consumers recognise it.
 */
public class OutcomeUnknownException extends TidingsException {
    private static final long serialVersionUID = 1;

    /** The message names the event, the exchange, the reason and the way out. */
    public OutcomeUnknownException(String message) {
        super(message);
    }
}
