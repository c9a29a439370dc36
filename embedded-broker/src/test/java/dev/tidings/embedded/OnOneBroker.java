package dev.tidings.embedded;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A broker for the test class, and for each test a client with one channel. */
abstract class OnOneBroker {
    static final BasicProperties PERSISTENT = MessageProperties.PERSISTENT_TEXT_PLAIN;

    private static EmbeddedBroker broker;

    Client client;
    Channel channel;
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = Client.of(broker);
        channel = client.channel;
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    final void recordVerdicts() throws IOException {
        channel.confirmSelect();
        channel.addConfirmListener(
                (tag, multiple) -> seen.add("ack " + tag), (tag, multiple) -> seen.add("nack " + tag));
        channel.addReturnListener(
                returned -> seen.add("return " + returned.getReplyCode() + " " + returned.getRoutingKey()));
    }

    final List<String> next(int count) {
        return IntStream.range(0, count).mapToObj(i -> poll()).toList();
    }

    private String poll() {
        try {
            return String.valueOf(seen.poll(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static long tag(GetResponse message) {
        return message.getEnvelope().getDeliveryTag();
    }

    static EmbeddedBroker broker() {
        return broker;
    }
}
