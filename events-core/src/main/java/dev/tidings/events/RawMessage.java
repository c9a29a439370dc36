package dev.tidings.events;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A message as it is on the wire, before it is an event, or just after it was one.
 *
 * <p>Header values are {@code String}, {@code byte[]}, numbers, {@code Boolean}, {@code Instant} or {@code Date}, and lists and
 * maps of these; a header without a value is left out. The map is copied and read-only. The body is <em>not</em> copied: whoever
 * holds a message must not modify it. Under that rule it is safe for many threads. The exchange's name and the routing key are
 * whatever the broker said, {@code ""} included.
 */
// The body is bytes; equals and hashCode below look into them.
@SuppressWarnings("ArrayRecordComponent")
public record RawMessage(
        String exchange, String routingKey, MessageProperties properties, Map<String, Object> headers, byte[] body) {

    public RawMessage {
        Map<String, Object> copy = new LinkedHashMap<>(headers);
        copy.values().removeIf(Objects::isNull);
        headers = Collections.unmodifiableMap(copy);
    }

    /**
     * The event of this message, read by {@code reader} and completed by the message: event id from {@code message_id} (else a
     * random one, and the event is not identified), source from {@code app_id}, correlation id, time from {@code timestamp} (one
     * outside the years 1970 to 9999 is not taken), each where the reader left it open; headers, exchange, routing key and prefix
     * always.
     *
     * <p>Throws {@link UnreadableEventException}, whatever the reader threw.
     */
    public DomainEvent readWith(EventReader reader) {
        return Reception.read(this, reader);
    }

    /** A header as text, whatever scalar it is; empty where it is absent, a table or a list. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).flatMap(HeaderValue::text);
    }

    /** Equal in all parts, the body byte by byte. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RawMessage that
                && exchange.equals(that.exchange)
                && routingKey.equals(that.routingKey)
                && properties.equals(that.properties)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(exchange, routingKey, properties, Arrays.hashCode(body));
    }

    /** One line without the body and without header values: they may hold what no log should. */
    @Override
    public String toString() {
        return "RawMessage[exchange=" + Quote.of(exchange) + ", routingKey=" + Quote.of(routingKey) + ", messageId="
                + properties.messageId().map(Quote::of).orElse("none") + ", headers=" + headers.size() + ", body="
                + body.length + " bytes]";
    }
}
