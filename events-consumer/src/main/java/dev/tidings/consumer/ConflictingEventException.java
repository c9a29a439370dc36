package dev.tidings.consumer;

import dev.tidings.events.TidingsException;

/** An event of the same id was handled before, and it had another type, other ids, fields or another version. */
final class ConflictingEventException extends TidingsException {
    private static final long serialVersionUID = 1;

    ConflictingEventException(Arrival arrival) {
        super("event " + arrival.id()
                + " was handled before with another content; whoever makes these events uses an id twice");
    }
}
