package dev.tidings.consumer;

import dev.tidings.events.TidingsException;
import java.time.Duration;

/** A handler was interrupted since it took too long, see {@link ConsumerGroup.Spec#handlerTimeout}. What it threw then is suppressed. */
public final class HandlerTimeoutException extends TidingsException {
    private static final long serialVersionUID = 1;

    HandlerTimeoutException(Duration atMost, Throwable thrown) {
        super("the handler was interrupted after " + atMost + " and threw "
                + thrown.getClass().getSimpleName() + "; make it faster, or give the group a longer handlerTimeout");
        addSuppressed(thrown);
    }
}
