package dev.tidings.events;

/** Root of what Tidings throws on its own account. Each message names the thing, the limit and the way out. */
public class TidingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TidingsException(String message) {
        super(message);
    }

    public TidingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
