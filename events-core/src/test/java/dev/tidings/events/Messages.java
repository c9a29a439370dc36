package dev.tidings.events;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Messages as others send them. */
final class Messages {
    private Messages() {}

    static RawMessage bare(String body) {
        return message(MessageProperties.none(), Map.of(), body);
    }

    static RawMessage message(MessageProperties properties, Map<String, Object> headers, String body) {
        return new RawMessage("users", "user.deleted", properties, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static String text(RawMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
