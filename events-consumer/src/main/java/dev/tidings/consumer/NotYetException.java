package dev.tidings.consumer;

import dev.tidings.events.TidingsException;

/**
 * Thrown by a handler: the event came before what it tells of can be seen.
 *
 * <p>The event comes again after one of the delays of the group's {@link FailurePolicy}, at most a minute if there is such a one, and no
 * attempt is counted. Other events go on. From the 1,000th time on it is a failure like any other.
 */
public class NotYetException extends TidingsException {
    private static final long serialVersionUID = 1;

    /** Says what cannot be seen yet. */
    public NotYetException(String message) {
        super(message);
    }
}
