package dev.tidings.idempotency;

/** A transaction was to be committed, and nobody said whether it was. Claiming its keys again tells. */
public final class CommitUnknownException extends IdempotencyStoreException {
    private static final long serialVersionUID = 1;

    /** With the reason. */
    public CommitUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
