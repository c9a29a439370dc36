package dev.tidings.consumer;

/** An event is not the group's own any more: another group takes effect for it. Nothing has happened for it here. */
public final class MovedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MovedException(String message) {
        super(message);
    }
}
