package dev.tidings.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A message's properties and headers as JSON text, as they stand in a row. */
final class StoredMessage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HEADERS = "headers";

    private StoredMessage() {}

    static String properties(RawMessage message) {
        MessageProperties from = message.properties();
        ObjectNode to = JSON.createObjectNode();
        from.messageId().ifPresent(value -> to.put("message_id", value));
        from.type().ifPresent(value -> to.put("type", value));
        from.appId().ifPresent(value -> to.put("app_id", value));
        from.contentType().ifPresent(value -> to.put("content_type", value));
        from.contentEncoding().ifPresent(value -> to.put("content_encoding", value));
        from.correlationId().ifPresent(value -> to.put("correlation_id", value));
        from.timestamp().ifPresent(value -> to.put("timestamp", value.getEpochSecond()));
        ObjectNode headers = to.putObject(HEADERS);
        message.headers().forEach((name, value) -> put(headers, name, value));
        return to.toString();
    }

    private static void put(ObjectNode headers, String name, Object value) {
        if (value instanceof String text) {
            headers.put(name, text);
        } else if (value instanceof Long number) {
            headers.put(name, number);
        } else {
            throw new IllegalArgumentException("header '" + name + "' is a "
                    + value.getClass().getSimpleName() + "; the outbox stores text and longs");
        }
    }

    /** @throws IllegalArgumentException if the row does not hold a message */
    static RawMessage message(String exchange, String routingKey, String properties, String body) {
        JsonNode from = parse(properties);
        MessageProperties read = new MessageProperties(
                text(from, "message_id"),
                text(from, "type"),
                text(from, "app_id"),
                text(from, "content_type"),
                text(from, "content_encoding"),
                text(from, "correlation_id"),
                Optional.ofNullable(from.get("timestamp")).map(value -> Instant.ofEpochSecond(number(value))));
        if (read.messageId().isEmpty()) {
            throw new IllegalArgumentException("its properties have no message_id");
        }
        return new RawMessage(exchange, routingKey, read, headers(from), body.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode parse(String properties) {
        try {
            JsonNode parsed = JSON.readTree(properties);
            if (!parsed.isObject() || !parsed.path(HEADERS).isObject()) {
                throw new IllegalArgumentException("its properties are not a JSON object with headers");
            }
            return parsed;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its properties are not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Optional<String> text(JsonNode from, String name) {
        JsonNode value = from.get(name);
        if (value != null && !value.isTextual()) {
            throw new IllegalArgumentException("its property " + name + " is not text");
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    private static long number(JsonNode value) {
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("it has a number that is not a long: " + value);
        }
        return value.longValue();
    }

    private static Map<String, Object> headers(JsonNode from) {
        Map<String, Object> headers = new LinkedHashMap<>();
        from.get(HEADERS)
                .properties()
                .forEach(header -> headers.put(
                        header.getKey(),
                        header.getValue().isTextual()
                                ? header.getValue().textValue()
                                : (Object) number(header.getValue())));
        return headers;
    }
}
