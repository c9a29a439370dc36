package dev.tidings.idempotency;

/** A store could not be asked, or did not answer. What it was to do may be done or not. */
public class IdempotencyStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the reason. */
    public IdempotencyStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
