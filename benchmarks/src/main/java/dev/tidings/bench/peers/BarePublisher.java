package dev.tidings.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Publishes with a window of confirms, and {@code mandatory}. For use by one thread. */
public final class BarePublisher implements AutoCloseable {
    private final Channel channel;
    private final Confirms confirms;

    BarePublisher(Connection connection, Confirms confirms) throws IOException {
        this.channel = connection.createChannel();
        this.confirms = confirms;
        channel.confirmSelect();
        channel.addConfirmListener(confirms::confirmed, confirms::refused);
        channel.addReturnListener(confirms::returned);
    }

    /** Publishes once there is a place in the window. */
    public void publish(String exchange, String routingKey, BasicProperties properties, byte[] body)
            throws IOException, InterruptedException {
        confirms.await();
        channel.basicPublish(exchange, routingKey, true, properties, body);
    }

    /** Returns when all is confirmed and in a queue; more may be published afterwards. */
    public void awaitAll() throws InterruptedException {
        confirms.awaitAll();
    }

    /** Publishes one, and returns when it is confirmed and in a queue. */
    public boolean publishAndWait(String exchange, String routingKey, BasicProperties properties, byte[] body)
            throws IOException, InterruptedException {
        publish(exchange, routingKey, properties, body);
        awaitAll();
        return true;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (TimeoutException e) {
            throw new IOException("the channel did not end in time", e);
        }
    }
}
