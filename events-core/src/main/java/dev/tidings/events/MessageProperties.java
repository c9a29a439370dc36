package dev.tidings.events;

import java.time.Instant;
import java.util.Optional;

/**
 * The AMQP properties of a message that mean something to an event. Immutable; start from {@link #none()}.
 *
 * <p>Nothing is checked here: a received message may say anything.
 *
 * @see <a href="https://www.rabbitmq.com/docs/publishers#message-properties">Message properties in RabbitMQ</a>
 */
@CheckReturnValue
public record MessageProperties(
        Optional<String> messageId,
        Optional<String> type,
        Optional<String> appId,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        Optional<String> correlationId,
        Optional<Instant> timestamp) {
    private static final MessageProperties NONE = new MessageProperties(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public static MessageProperties none() {
        return NONE;
    }

    public MessageProperties messageId(String id) {
        return new MessageProperties(
                Optional.of(id), type, appId, contentType, contentEncoding, correlationId, timestamp);
    }

    public MessageProperties type(String name) {
        return new MessageProperties(
                messageId, Optional.of(name), appId, contentType, contentEncoding, correlationId, timestamp);
    }

    public MessageProperties appId(String source) {
        return new MessageProperties(
                messageId, type, Optional.of(source), contentType, contentEncoding, correlationId, timestamp);
    }

    public MessageProperties contentType(String mediaType) {
        return new MessageProperties(
                messageId, type, appId, Optional.of(mediaType), contentEncoding, correlationId, timestamp);
    }

    public MessageProperties contentEncoding(String encoding) {
        return new MessageProperties(
                messageId, type, appId, contentType, Optional.of(encoding), correlationId, timestamp);
    }

    public MessageProperties correlationId(String id) {
        return new MessageProperties(messageId, type, appId, contentType, contentEncoding, Optional.of(id), timestamp);
    }

    /** AMQP carries whole seconds; what is smaller is lost on the wire. */
    public MessageProperties timestamp(Instant time) {
        return new MessageProperties(
                messageId, type, appId, contentType, contentEncoding, correlationId, Optional.of(time));
    }
}
