package dev.tidings.events;

import java.util.Optional;

/** Makes an event of a message: calls the reader, then completes what it left open. */
final class Reception {
    static final String WAY_OUT = "; if its producer means it so, give the group an EventReader";

    private Reception() {}

    static DomainEvent read(RawMessage message, EventReader reader) {
        try {
            DomainEvent event = reader.read(message);
            if (event == null) {
                throw new UnreadableEventException(
                        "The EventReader returned null for the message; return an event, or throw to say why there is none");
            }
            return complete(event.draft(), message);
        } catch (UnreadableEventException unreadable) {
            throw unreadable;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(interrupted);
            // A reader that recurses into a hostile body overflows the stack, and would for ever.
        } catch (Exception | StackOverflowError failure) {
            throw failed(failure);
        }
    }

    private static UnreadableEventException failed(Throwable failure) {
        return new UnreadableEventException(
                "The EventReader failed on the message with "
                        + failure.getClass().getName() + ": "
                        + Quote.bare(String.valueOf(failure.getMessage()), 80)
                        + "; correct the reader, or the producer, and redrive",
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
            draft.source = said(properties.appId()).map(source -> Rules.shortString("source in app_id", source));
        }
        if (draft.correlationId.isEmpty()) {
            draft.correlationId = said(properties.correlationId()).map(id -> Rules.shortString("correlation id", id));
        }
        if (!draft.timeGiven) {
            draft.occurredAt = properties.timestamp().map(Rules::occurredAt);
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
        return routingKey.endsWith("." + type) ? routingKey.substring(0, routingKey.length() - type.length() - 1) : "";
    }
}
