package dev.tidings.events;

/**
 * A received message that cannot be read as the event it is taken for. No repetition helps, so it goes to the dead letters
 * at once, and its message is the reason shown there.
 *
 * <p>The messages made by Tidings quote at most 80 characters of what was received, with control characters escaped.
 */
public class UnreadableEventException extends TidingsException {
    private static final long serialVersionUID = 1;

    public UnreadableEventException(String message) {
        super(message);
    }

    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
