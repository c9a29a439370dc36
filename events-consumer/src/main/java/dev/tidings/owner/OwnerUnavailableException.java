package dev.tidings.owner;

import dev.tidings.consumer.UnavailableException;

/** The owner does not answer, or says that it cannot for now. The group pauses; no attempt is counted. */
public final class OwnerUnavailableException extends UnavailableException {
    private static final long serialVersionUID = 1;

    OwnerUnavailableException(String message) {
        super(message);
    }

    OwnerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
