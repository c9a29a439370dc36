package dev.tidings.owner;

import dev.tidings.events.TidingsException;

/** The owner's answer cannot be used: a failure of the event, which is tried again by the group's policy. Says nothing of the body. */
public final class OwnerAnswerException extends TidingsException {
    private static final long serialVersionUID = 1;

    OwnerAnswerException(String message) {
        super(message);
    }

    OwnerAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
