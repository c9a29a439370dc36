package dev.tidings.outbox;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** What arrives in a queue, as another client sees it. */
final class ArrivedEvents implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;
    private final String exchange;
    private final List<Delivery> arrived = new CopyOnWriteArrayList<>();

    ArrivedEvents(String uri, String exchange, String pattern) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        this.connection = factory.newConnection("arrived events");
        this.channel = connection.createChannel();
        this.exchange = exchange;
        channel.exchangeDeclare(exchange, "topic", true);
        channel.queueDeclare(exchange, true, false, false, Map.of("x-queue-type", "quorum"));
        bind(pattern);
        channel.basicConsume(exchange, true, (tag, delivery) -> arrived.add(delivery), tag -> {});
    }

    void bind(String pattern) throws Exception {
        channel.queueBind(exchange, exchange, pattern);
    }

    /** At least so many events, waited for. */
    List<DomainEvent> await(int count) {
        return awaitMessages(count).stream()
                .map(message -> message.readWith(EventFormat.standard()))
                .toList();
    }

    List<RawMessage> awaitMessages(int count) {
        return awaitDeliveries(count).stream().map(ArrivedEvents::message).toList();
    }

    private List<Delivery> awaitDeliveries(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> arrived.size() >= count);
        return arrived;
    }

    /** The user ids of what is here, in the order of arrival. What was confirmed before is waited for. */
    List<Long> entities() throws Exception {
        String marker = "marker";
        int before = arrived.size();
        channel.basicPublish(
                "", exchange, new BasicProperties.Builder().type(marker).build(), new byte[0]);
        Awaitility.await()
                .until(() -> arrived.stream()
                        .skip(before)
                        .anyMatch(delivery ->
                                marker.equals(delivery.getProperties().getType())));
        arrived.removeIf(delivery -> marker.equals(delivery.getProperties().getType()));
        return await(0).stream().map(event -> event.longId("user_id")).toList();
    }

    static RawMessage message(Delivery delivery) {
        BasicProperties properties = delivery.getProperties();
        Map<String, Object> headers = new LinkedHashMap<>();
        properties
                .getHeaders()
                .forEach((name, value) -> headers.put(name, value instanceof Long ? value : value.toString()));
        return new RawMessage(
                delivery.getEnvelope().getExchange(),
                delivery.getEnvelope().getRoutingKey(),
                new MessageProperties(
                        Optional.ofNullable(properties.getMessageId()),
                        Optional.ofNullable(properties.getType()),
                        Optional.ofNullable(properties.getAppId()),
                        Optional.ofNullable(properties.getContentType()),
                        Optional.ofNullable(properties.getContentEncoding()),
                        Optional.ofNullable(properties.getCorrelationId()),
                        Optional.ofNullable(properties.getTimestamp()).map(java.util.Date::toInstant)),
                headers,
                delivery.getBody());
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
