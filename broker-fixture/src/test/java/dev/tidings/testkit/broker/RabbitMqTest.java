package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RabbitMqTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Test
    void a_queue_can_be_declared_in_the_virtual_host_of_the_class() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            String queue = rabbit.name("billing");

            assertThat(channel.queueDeclare(queue, true, false, false, null).getQueue())
                    .isEqualTo(queue);
        }
    }

    @Test
    void a_name_is_the_same_within_a_class() {
        assertThat(rabbit.name("users")).isEqualTo(rabbit.name("users")).startsWith("users-");
    }

    @Nested
    class In_a_nested_class {
        @Test
        void the_room_is_the_same() {
            assertThat(rabbit.uri()).endsWith(rabbit.name("").substring(1));
        }
    }
}
