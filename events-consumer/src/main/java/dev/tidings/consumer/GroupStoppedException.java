package dev.tidings.consumer;

/** A handler was interrupted since its group stops: its event goes back to the queue, and nothing is counted. */
final class GroupStoppedException extends Exception {
    private static final long serialVersionUID = 1;

    GroupStoppedException(Throwable thrown) {
        super("interrupted since the group stops", thrown);
    }
}
