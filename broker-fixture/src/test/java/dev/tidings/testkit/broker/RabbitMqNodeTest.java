package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RabbitMqNodeTest {
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    @Test
    void a_confirmed_message_is_there_after_kill_and_restart_on_the_same_port() throws Exception {
        try (RabbitMqNode node = RabbitMqNode.start()) {
            int port = node.port();
            long pid = node.pid();
            try (Connection connection = connect(node);
                    Channel channel = connection.createChannel()) {
                channel.queueDeclare("kept", true, false, false, QUORUM);
                channel.confirmSelect();
                channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, new byte[] {42});
                channel.waitForConfirmsOrDie(10_000);
            }

            node.kill();
            node.restart();

            assertThat(node.port()).isEqualTo(port);
            assertThat(node.pid()).isNotEqualTo(pid);
            try (Connection connection = connect(node);
                    Channel channel = connection.createChannel()) {
                GetResponse message = channel.basicGet("kept", true);
                assertThat(message.getBody()).containsExactly(42);
            }
        }
    }

    private static Connection connect(RabbitMqNode node) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(node.uri());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
