package dev.tidings.publisher;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A queue as another client in another language sees it. */
final class RawQueue implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;
    private final String name;

    /** A quorum queue. */
    RawQueue(String uri, String name) throws Exception {
        this(uri, name, Map.of("x-queue-type", "quorum"));
    }

    RawQueue(String uri, String name, Map<String, Object> arguments) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        this.connection = factory.newConnection("raw queue");
        this.channel = connection.createChannel();
        this.name = name;
        channel.queueDeclare(name, true, false, false, arguments);
    }

    /** Bound to an exchange of that type, declared if it is not there. */
    RawQueue boundTo(String exchange, String type, String pattern) throws Exception {
        channel.exchangeDeclare(exchange, type, true);
        channel.queueBind(name, exchange, pattern);
        return this;
    }

    /** Bound to a headers exchange, for messages that have all of these headers. */
    RawQueue boundTo(String exchange, Map<String, Object> headers) throws Exception {
        channel.exchangeDeclare(exchange, "headers", true);
        channel.queueBind(name, exchange, "", headers);
        return this;
    }

    Channel channel() {
        return channel;
    }

    /** The next message, waited for. */
    GetResponse next() {
        return await().atMost(Duration.ofSeconds(10))
                .until(this::poll, Optional::isPresent)
                .get();
    }

    /** All that is there now. */
    List<GetResponse> drain() throws Exception {
        List<GetResponse> all = new ArrayList<>();
        for (Optional<GetResponse> next = poll(); next.isPresent(); next = poll()) {
            all.add(next.get());
        }
        return all;
    }

    /** Waits until it holds at least so many. */
    void awaitCount(long atLeast) {
        await().atMost(Duration.ofSeconds(10)).until(() -> count() >= atLeast);
    }

    long count() throws IOException {
        return channel.messageCount(name);
    }

    /** The ids of all that is there now, in order, taken fast. */
    List<String> takeIds() throws Exception {
        String last = "the last one";
        channel.basicPublish(
                "", name, new BasicProperties.Builder().messageId(last).build(), new byte[0]);
        List<String> ids = new ArrayList<>();
        CountDownLatch complete = new CountDownLatch(1);
        String consumer = channel.basicConsume(
                name,
                true,
                (tag, message) -> {
                    String id = message.getProperties().getMessageId();
                    if (id.equals(last)) {
                        complete.countDown();
                    } else {
                        ids.add(id);
                    }
                },
                cancelled -> {});
        if (!complete.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("queue " + name + " was not read to its end within 60 s");
        }
        channel.basicCancel(consumer);
        return ids;
    }

    private Optional<GetResponse> poll() throws Exception {
        return Optional.ofNullable(channel.basicGet(name, true));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
