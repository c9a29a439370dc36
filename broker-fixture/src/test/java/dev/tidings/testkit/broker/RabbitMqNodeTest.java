package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tidings.testkit.Amqp;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RabbitMqNodeTest {
    private static RabbitMqNode node;

    @BeforeAll
    static void start() {
        node = RabbitMqNode.start();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void a_confirmed_message_is_there_after_a_kill_and_a_restart_on_the_same_port() throws Exception {
        int port = node.port();
        long pid = node.pid();
        publish("survives a kill");
        node.flush();

        node.kill();

        assertThatThrownBy(() -> Amqp.connect(node.uri())).isInstanceOf(ConnectException.class);
        node.restart();
        assertThat(node.port()).isEqualTo(port);
        assertThat(node.pid()).isNotEqualTo(pid);
        assertThat(take("survives a kill")).isEqualTo("survives a kill");
    }

    @Test
    void a_confirmed_message_is_there_after_a_stop_in_good_order() throws Exception {
        publish("survives a stop");

        node.stop();
        node.restart();

        assertThat(take("survives a stop")).isEqualTo("survives a stop");
    }

    @Test
    void a_paused_broker_keeps_its_connections_and_does_not_answer() throws Exception {
        ConnectionFactory factory = Amqp.factory(node.uri());
        factory.setChannelRpcTimeout(300);
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            node.pause();
            assertThatThrownBy(channel::queueDeclare)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("timed out");
            assertThat(connection.isOpen()).isTrue();

            node.resume();

            try (Channel next = connection.createChannel()) {
                assertThat(next.queueDeclare().getQueue()).isNotEmpty();
            }
        }
    }

    @Test
    void ctl_returns_what_the_tool_printed() {
        assertThat(node.ctl("list_vhosts", "--silent").lines()).contains("/");
    }

    @Test
    void ctl_fails_with_what_the_tool_printed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> node.ctl("delete_vhost", "not-there"))
                .withMessageContaining("rabbitmqctl delete_vhost not-there ended with")
                .withMessageContaining("Deleting vhost");
    }

    @Test
    void the_version_is_known() {
        assertThat(node.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void a_node_without_management_says_how_to_have_one_with_it() {
        assertThatIllegalStateException().isThrownBy(node::managementUrl).withMessageContaining("startManaged()");
    }

    @Test
    void a_managed_node_answers_over_http_on_a_port_of_its_own() throws Exception {
        try (RabbitMqNode managed = RabbitMqNode.startManaged();
                InputStream page = URI.create(managed.managementUrl()).toURL().openStream()) {
            assertThat(page.readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void what_the_node_says_about_itself_has_no_password() {
        assertThat(node).asString().contains(node.name()).doesNotContain("guest");
    }

    private static void publish(String queue) throws Exception {
        try (Connection connection = Amqp.connect(node.uri());
                Channel channel = connection.createChannel()) {
            Amqp.declareQuorumQueue(channel, queue);
            Amqp.publish(channel, queue, queue);
        }
    }

    private static String take(String queue) throws Exception {
        try (Connection connection = Amqp.connect(node.uri());
                Channel channel = connection.createChannel()) {
            return Amqp.take(channel, queue);
        }
    }
}
