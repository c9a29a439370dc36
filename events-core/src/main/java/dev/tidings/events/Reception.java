package dev.tidings.events;

import java.util.Optional;

/** Makes an event of a message: calls the reader, then completes what it left open. */
final class Reception {
    private Reception() {}

    static DomainEvent read(RawMessage message, EventReader reader) {
        DomainEvent event = callReader(message, reader);
        if (reader instanceof EventFormat) {
            return event;
        }
        try {
            return complete(event.draft(), message);
        } catch (IllegalArgumentException broken) {
            throw unreadable(broken);
        }
    }

    static UnreadableEventException unreadable(IllegalArgumentException broken) {
        return new UnreadableEventException(
                broken.getMessage() + "; if its producer means it so, give the group an EventReader", broken);
    }

    private static DomainEvent callReader(RawMessage message, EventReader reader) {
        try {
            DomainEvent event = reader.read(message);
            if (event == null) {
                throw new UnreadableEventException(
                        "The EventReader returned null; return an event, or throw to say why there is none");
            }
            return event;
        } catch (UnreadableEventException unreadable) {
            throw unreadable;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(interrupted);
        } catch (Exception | StackOverflowError failure) {
            // A reader that recurses into a hostile body overflows the stack, and would at each redelivery.
            throw failed(failure);
        }
    }

    private static UnreadableEventException failed(Throwable failure) {
        return new UnreadableEventException(
                "The EventReader failed with " + failure.getClass().getName() + ": "
                        + Quote.bare(String.valueOf(failure.getMessage()), 80)
                        + "; correct the reader or the producer, then redrive",
                failure);
    }

    /** The event of the draft and of what only the message knows. Doing it twice changes nothing. */
    static DomainEvent complete(Draft draft, RawMessage message) {
        MessageProperties properties = message.properties();
        if (draft.identity != Draft.Identity.GIVEN) {
            said(properties.messageId())
                    .ifPresentOrElse(draft::identify, () -> draft.identity = Draft.Identity.UNKNOWN);
        }
        if (draft.source.isEmpty()) {
            draft.source = said(properties.appId()).map(source -> Rules.shortString("source", source));
        }
        if (draft.correlationId.isEmpty()) {
            draft.correlationId = said(properties.correlationId()).map(id -> Rules.shortString("correlation id", id));
        }
        if (!draft.timeGiven) {
            draft.occurredAt = properties.timestamp().filter(Rules::isTime).map(Rules::occurredAt);
        }
        draft.headers = message.headers();
        draft.exchange = Optional.of(message.exchange());
        draft.routingKey = message.routingKey();
        draft.prefix = prefix(message.routingKey(), draft.type);
        return new DomainEvent(draft);
    }

    /** Many clients send a property that nobody set as an empty text. */
    static Optional<String> said(Optional<String> property) {
        return property.filter(text -> !text.isEmpty());
    }

    private static String prefix(String routingKey, String type) {
        int dot = routingKey.length() - type.length() - 1;
        return dot >= 0 && routingKey.charAt(dot) == '.' && routingKey.endsWith(type)
                ? routingKey.substring(0, dot)
                : "";
    }
}
