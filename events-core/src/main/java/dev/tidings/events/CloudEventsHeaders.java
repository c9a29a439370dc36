package dev.tidings.events;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The headers of CloudEvents 1.0 in binary mode; prefix {@code cloudEvents:}, and {@code cloudEvents_} when read. */
final class CloudEventsHeaders {
    private static final String PREFIX = "cloudEvents:";
    private static final String OTHER_PREFIX = "cloudEvents_";
    private static final String SPEC_VERSION = "specversion";
    private static final String SPOKEN = "1.0";
    // Extensions are named in lower case, and a CloudEvents integer has 32 bits: the version travels as text.
    private static final String VERSION = "entityversion";

    private CloudEventsHeaders() {}

    static boolean in(RawMessage message) {
        return message.headers().containsKey(PREFIX + SPEC_VERSION)
                || message.headers().containsKey(OTHER_PREFIX + SPEC_VERSION);
    }

    static void write(DomainEvent event, String exchange, Map<String, Object> headers) {
        String source = event.source().orElse(exchange);
        if (source.isEmpty()) {
            throw new IllegalArgumentException(
                    "The event has no source and goes to the default exchange, but a CloudEvent"
                            + " needs a source; call from(source)");
        }
        headers.put(PREFIX + SPEC_VERSION, SPOKEN);
        headers.put(PREFIX + "id", event.eventId());
        headers.put(PREFIX + "source", uriReference(source));
        headers.put(PREFIX + "type", event.type());
        headers.put(PREFIX + "subject", subject(event));
        event.occurredAt().ifPresent(time -> headers.put(PREFIX + "time", HeaderValue.time(time)));
        event.version().ifPresent(version -> headers.put(PREFIX + VERSION, Long.toString(version)));
    }

    /** All ids, {@code order_id=7,user_id=42}: no id contains a comma or an equals sign. */
    private static String subject(DomainEvent event) {
        return event.ids().entrySet().stream()
                .map(id -> id.getKey() + "=" + id.getValue())
                .collect(Collectors.joining(","));
    }

    static Draft read(RawMessage message) {
        Object spoken = attribute(SPEC_VERSION, message).orElse("");
        if (!HeaderValue.text(spoken).equals(Optional.of(SPOKEN))) {
            throw new IllegalArgumentException("The message is a CloudEvent of version "
                    + Quote.of(HeaderValue.text(spoken).orElse("a table")) + ", but only 1.0 is read");
        }
        Draft draft = new Draft(text("type", message).orElseGet(() -> StandardHeaders.type(message)));
        text("id", message).ifPresent(draft::identify);
        text("source", message).ifPresent(source -> draft.source = source(source, message));
        attribute("time", message).ifPresent(time -> draft.occurredAt(HeaderValue.time(PREFIX + "time", time)));
        attribute(VERSION, message).ifPresent(version -> draft.version(HeaderValue.version(PREFIX + VERSION, version)));
        return draft;
    }

    /** The source as its producer named it: undoes what {@link #write} had to encode or fill in. */
    private static Optional<String> source(String written, RawMessage message) {
        Optional<String> appId = Reception.said(message.properties().appId());
        if (written.equals(uriReference(appId.orElse(message.exchange())))) {
            return appId;
        }
        return Optional.of(Rules.shortString("CloudEvents source", written));
    }

    /** The source itself where it is a URI reference, such as a service's name is; else with all but plain characters encoded. */
    private static String uriReference(String source) {
        try {
            return new URI(source).toASCIIString();
        } catch (URISyntaxException plainText) {
            return encoded(source);
        }
    }

    private static String encoded(String source) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : source.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (Rules.isWordCharacter(c)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    private static Optional<String> text(String name, RawMessage message) {
        return attribute(name, message).flatMap(HeaderValue::text).filter(text -> !text.isEmpty());
    }

    private static Optional<Object> attribute(String name, RawMessage message) {
        return Optional.ofNullable(message.headers().get(PREFIX + name))
                .or(() -> Optional.ofNullable(message.headers().get(OTHER_PREFIX + name)));
    }
}
