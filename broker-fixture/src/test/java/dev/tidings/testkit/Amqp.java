package dev.tidings.testkit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A plain client without automatic recovery, and the two or three things the tests do with it. */
public final class Amqp {
    public static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    private Amqp() {}

    public static ConnectionFactory factory(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedHeartbeat(0);
        return factory;
    }

    public static Connection connect(String uri) throws Exception {
        return factory(uri).newConnection();
    }

    public static void declareQuorumQueue(Channel channel, String queue) throws Exception {
        channel.queueDeclare(queue, true, false, false, QUORUM);
    }

    /** Publishes and returns when the broker has confirmed. */
    public static void publish(Channel channel, String queue, String body) throws Exception {
        channel.confirmSelect();
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(20_000);
    }

    /** The next message of the queue; an error if there is none. */
    public static String take(Channel channel, String queue) throws Exception {
        return new String(channel.basicGet(queue, true).getBody(), StandardCharsets.UTF_8);
    }
}
