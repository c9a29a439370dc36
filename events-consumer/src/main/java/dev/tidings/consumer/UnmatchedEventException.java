package dev.tidings.consumer;

import dev.tidings.events.RawMessage;
import dev.tidings.events.TidingsException;

/** An event came that no pattern of the group matches: an old binding, or a newer version of the service that knows it. */
final class UnmatchedEventException extends TidingsException {
    private static final long serialVersionUID = 1;

    UnmatchedEventException(GroupSettings settings, RawMessage message) {
        super("no pattern of group '" + settings.name() + "' takes it: "
                + settings.routes().explain(settings.name(), message)
                + "; unbind what is not wanted any more, or deploy the version that handles it");
    }
}
