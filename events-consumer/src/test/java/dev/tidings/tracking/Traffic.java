package dev.tidings.tracking;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A producer that knows nothing of Tidings, and remembers under which routing keys it published what is confirmed. */
final class Traffic implements AutoCloseable {
    private static final BasicProperties PERSISTENT =
            new BasicProperties.Builder().deliveryMode(2).build();
    private static final byte[] BODY = new byte[20];
    private static final int WINDOW = 1_000;

    private final Connection connection;
    private final Channel channel;
    private int eventsSoFar;
    private final Map<String, Long> published = new TreeMap<>();

    Traffic(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection("traffic");
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    /** So many events under each key. */
    void publish(String exchange, int times, String... routingKeys) throws Exception {
        int unconfirmed = 0;
        for (int i = 0; i < times; i++) {
            for (String key : routingKeys) {
                channel.basicPublish(exchange, key, PERSISTENT, BODY);
                published.merge(key, 1L, Long::sum);
                if (++unconfirmed % WINDOW == 0) {
                    channel.waitForConfirmsOrDie(60_000);
                }
            }
        }
        channel.waitForConfirmsOrDie(60_000);
    }

    /** So many events, each under one of so many keys. */
    void publish(String exchange, int events, int keys, Random random) throws Exception {
        String[] each =
                random.ints(events, 0, keys).mapToObj(key -> "key." + key).toArray(String[]::new);
        publish(exchange, 1, each);
    }

    /** So many events, each under a key of its own. */
    void publishEach(String exchange, int events) throws Exception {
        publish(
                exchange,
                1,
                IntStream.range(0, events)
                        .mapToObj(i -> "event." + eventsSoFar++)
                        .toArray(String[]::new));
    }

    /** How many events of each key are confirmed. */
    Map<String, Long> published() {
        return published;
    }

    long total() {
        return published.values().stream().mapToLong(Long::longValue).sum();
    }

    Channel channel() {
        return channel;
    }

    long depth(String queue) throws IOException {
        return channel.messageCount(queue);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
