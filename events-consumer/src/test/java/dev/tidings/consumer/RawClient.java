package dev.tidings.consumer;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/** A producer that knows nothing of Tidings. */
final class RawClient implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;

    RawClient(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection("raw client");
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    void declareTopic(String exchange) throws IOException {
        channel.exchangeDeclare(exchange, "topic", true);
    }

    void declareQueue(String queue) throws IOException {
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
    }

    void bind(String queue, String exchange, String pattern) throws IOException {
        channel.queueBind(queue, exchange, pattern);
    }

    void publish(String exchange, String routingKey, String body) throws Exception {
        publish(exchange, routingKey, new BasicProperties(), body.getBytes(StandardCharsets.UTF_8));
    }

    void publish(String exchange, String routingKey, BasicProperties properties, byte[] body) throws Exception {
        channel.basicPublish(exchange, routingKey, properties, body);
        channel.waitForConfirmsOrDie(10_000);
    }

    /** Each under an id of its own; returns when all are confirmed. */
    void publishAll(String exchange, String routingKey, int count, IntFunction<String> body) throws Exception {
        for (int i = 0; i < count; i++) {
            BasicProperties properties = withId(UUID.randomUUID().toString());
            channel.basicPublish(exchange, routingKey, properties, body.apply(i).getBytes(StandardCharsets.UTF_8));
            if (i % 1_000 == 0) {
                channel.waitForConfirmsOrDie(10_000);
            }
        }
        channel.waitForConfirmsOrDie(10_000);
    }

    static BasicProperties withId(String messageId) {
        return new BasicProperties.Builder().messageId(messageId).build();
    }

    static BasicProperties withHeaders(Map<String, Object> headers) {
        return new BasicProperties.Builder().headers(headers).build();
    }

    /** The next message of a queue, waited for. */
    GetResponse next(String queue) {
        return await().atMost(Duration.ofSeconds(15))
                .until(() -> take(queue), Optional::isPresent)
                .get();
    }

    /** The next message of a queue, if there is one now. */
    Optional<GetResponse> take(String queue) throws IOException {
        return Optional.ofNullable(channel.basicGet(queue, true));
    }

    boolean exists(String queue) throws Exception {
        Channel asking = connection.createChannel();
        try {
            asking.queueDeclarePassive(queue);
            asking.close();
            return true;
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException closed
                    && closed.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    void deleteQueue(String queue) throws IOException {
        channel.queueDelete(queue);
    }

    long depth(String queue) throws IOException {
        return channel.messageCount(queue);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
