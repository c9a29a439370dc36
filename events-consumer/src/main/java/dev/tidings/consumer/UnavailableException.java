package dev.tidings.consumer;

/**
 * Thrown by a handler: something that it needs does not work for now, whatever the event.
 *
 * <p>No attempt is counted. The group pauses, and tries again with one event at a time until one is handled; see {@link
 * FailurePolicy#pauseOn}.
 */
public class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what does not work. */
    public UnavailableException(String message) {
        super(message);
    }

    /** Says what does not work, and why. */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
