package dev.tidings.migration.baton;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An old system that knows nothing of Tidings: a queue of its own, bound by itself, and a consumer that takes its time. */
final class ForeignConsumer implements AutoCloseable {
    private static final int PREFETCH = 20;

    private final Connection connection;
    private final Channel channel;
    private final String queue;
    private final ConcurrentLinkedQueue<Taken> taken = new ConcurrentLinkedQueue<>();

    /** What it has done, and when. */
    record Taken(String eventId, String routingKey, String body, long at) {}

    ForeignConsumer(String uri, String exchange, String pattern, String queue) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        this.connection = factory.newConnection("old system");
        this.channel = connection.createChannel();
        this.queue = queue;
        channel.exchangeDeclare(exchange, "topic", true);
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        channel.queueBind(queue, exchange, pattern);
        channel.basicQos(PREFETCH);
        channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                    throws IOException {
                taken.add(new Taken(
                        properties.getMessageId(),
                        envelope.getRoutingKey(),
                        new String(body, StandardCharsets.UTF_8),
                        System.nanoTime()));
                channel.basicAck(envelope.getDeliveryTag(), false);
            }
        });
    }

    ConcurrentLinkedQueue<Taken> taken() {
        return taken;
    }

    @Override
    public void close() throws IOException {
        channel.queueDelete(queue);
        connection.close();
    }
}
