package dev.tidings.broker.internal;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into what the client sends, and what it received into messages.
 *
 * <p>Only properties that mean something to an event pass, in either direction. Never {@code expiration}, {@code user_id}, {@code
 * reply_to}, {@code priority}: copied into a retry or a dead letter, they delete it or close the channel.
 */
final class AmqpMessages {
    private static final int PERSISTENT = 2;

    private AmqpMessages() {}

    static BasicProperties properties(RawMessage message) {
        MessageProperties from = message.properties();
        BasicProperties.Builder to = new BasicProperties.Builder().deliveryMode(PERSISTENT);
        from.messageId().ifPresent(to::messageId);
        from.type().ifPresent(to::type);
        from.appId().ifPresent(to::appId);
        from.contentType().ifPresent(to::contentType);
        from.contentEncoding().ifPresent(to::contentEncoding);
        from.correlationId().ifPresent(to::correlationId);
        from.timestamp().ifPresent(time -> to.timestamp(Date.from(time)));
        if (!message.headers().isEmpty()) {
            to.headers(message.headers());
        }
        return to.build();
    }

    static RawMessage message(Envelope envelope, BasicProperties properties, byte[] body) {
        MessageProperties read = new MessageProperties(
                Optional.ofNullable(properties.getMessageId()),
                Optional.ofNullable(properties.getType()),
                Optional.ofNullable(properties.getAppId()),
                Optional.ofNullable(properties.getContentType()),
                Optional.ofNullable(properties.getContentEncoding()),
                Optional.ofNullable(properties.getCorrelationId()),
                Optional.ofNullable(properties.getTimestamp()).map(Date::toInstant));
        return new RawMessage(
                envelope.getExchange(), envelope.getRoutingKey(), read, headers(properties.getHeaders()), body);
    }

    private static Map<String, Object> headers(@Nullable Map<String, Object> received) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (received != null) {
            received.forEach((name, value) -> put(headers, name, value));
        }
        return headers;
    }

    private static void put(Map<String, Object> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, plain(value));
        }
    }

    private static Object plain(Object value) {
        if (value instanceof LongString text) {
            return text.toString();
        }
        if (value instanceof Map<?, ?> table) {
            Map<String, Object> copy = new LinkedHashMap<>();
            table.forEach((name, inner) -> put(copy, String.valueOf(name), inner));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(inner -> copy.add(inner == null ? "" : plain(inner)));
            return copy;
        }
        return value;
    }
}
