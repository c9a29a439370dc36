package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tidings.testkit.Amqp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokerFinderTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static BrokerFinder finder(String variable, String value) {
        return new BrokerFinder(Map.of(variable, value, "DOCKER_HOST", "unix:///nowhere"), Path.of("/nowhere"));
    }

    @Test
    void a_named_broker_is_used_and_described_without_its_password() {
        TestBroker broker =
                finder(ForeignBroker.VARIABLE, rabbit.uri()).broker().orElseThrow();

        assertThat(broker.description())
                .startsWith("amqp://127.0.0.1:")
                .contains("RabbitMQ")
                .doesNotContain("guest");
    }

    @Test
    void on_a_named_broker_what_a_class_has_named_is_deleted() throws Exception {
        TestBroker broker =
                finder(ForeignBroker.VARIABLE, rabbit.uri()).broker().orElseThrow();
        try (Connection connection = Amqp.connect(broker.open("room"));
                Channel channel = connection.createChannel()) {
            Amqp.declareQuorumQueue(channel, "billing-room");
            channel.exchangeDeclare("users-room", BuiltinExchangeType.TOPIC, true);
        }

        broker.close("room", Set.of("billing-room", "users-room", "never-made-room"));

        try (Connection connection = Amqp.connect(rabbit.uri())) {
            assertThatThrownBy(() -> connection.createChannel().queueDeclarePassive("billing-room"))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("NOT_FOUND");
            assertThatThrownBy(() -> connection.createChannel().exchangeDeclarePassive("users-room"))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("NOT_FOUND");
        }
    }

    @Test
    void a_named_broker_that_is_not_there_is_an_error_without_its_password() {
        BrokerFinder finder = finder(ForeignBroker.VARIABLE, "amqp://me:secret@127.0.0.1:1/room");

        assertThatIllegalStateException()
                .isThrownBy(finder::broker)
                .withMessageContaining("amqp://127.0.0.1:1/room")
                .withMessageNotContaining("secret");
        assertThatIllegalStateException().isThrownBy(finder::broker);
    }

    @Test
    void a_named_root_without_a_server_is_an_error_that_says_what_is_missing() {
        BrokerFinder finder = finder(Installation.ROOT_VARIABLE, "/nowhere");

        assertThatIllegalStateException().isThrownBy(finder::broker).withMessageContaining("/nowhere has no usr/lib");
    }

    @Test
    void nothing_is_found_where_nothing_is() {
        assertThat(finder("PATH", "/nowhere:").broker()).isEmpty();
    }
}
