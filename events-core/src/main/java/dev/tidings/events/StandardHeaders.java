package dev.tidings.events;

import java.util.Map;

/** The headers of the standard format. */
final class StandardHeaders {
    private static final String VERSION = "tidings-version";
    private static final String OCCURRED_AT = "tidings-occurred-at";

    private StandardHeaders() {}

    static void write(DomainEvent event, String exchange, Map<String, Object> headers) {
        event.version().ifPresent(version -> headers.put(VERSION, version));
        event.occurredAt().ifPresent(time -> headers.put(OCCURRED_AT, HeaderValue.time(time)));
    }

    static Draft read(RawMessage message) {
        Draft draft = new Draft(type(message));
        Object version = message.headers().get(VERSION);
        if (version != null) {
            draft.version(HeaderValue.version(VERSION, version));
        }
        Object time = message.headers().get(OCCURRED_AT);
        if (time != null) {
            draft.occurredAt(HeaderValue.time(OCCURRED_AT, time));
        }
        return draft;
    }

    /** The type property, else the whole routing key. */
    static String type(RawMessage message) {
        String type = Reception.said(message.properties().type()).orElse(message.routingKey());
        if (type.isEmpty()) {
            throw new IllegalArgumentException(
                    "The message has neither a type property nor a routing key, so its type is"
                            + " unknown; publish it with one of them");
        }
        return type;
    }
}
