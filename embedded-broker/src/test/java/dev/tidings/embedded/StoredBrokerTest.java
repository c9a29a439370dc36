package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredBrokerTest {
    @TempDir
    Path directory;

    @Test
    void durable_exchanges_queues_bindings_and_persistent_messages_survive_a_restart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.storedIn(directory);
                Client client = Client.of(broker)) {
            client.channel.exchangeDeclare("users", "topic", true);
            client.queue("dead").queue("mail", deadLettersTo("dead"));
            client.channel.queueBind("mail", "users", "user.*");
            client.channel.confirmSelect();
            publish(client, "persistent", MessageProperties.PERSISTENT_BASIC);
            publish(client, "transient", MessageProperties.BASIC);
            client.channel.waitForConfirmsOrDie(10_000);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.storedIn(directory);
                Client client = Client.of(broker)) {
            client.channel.exchangeDeclarePassive("users");
            assertThat(client.channel.messageCount("mail")).isEqualTo(1);
            GetResponse kept = client.take("mail");
            assertThat(Client.text(kept)).isEqualTo("persistent");
            assertThat(kept.getEnvelope().getRoutingKey()).isEqualTo("user.created");

            client.channel.basicReject(kept.getEnvelope().getDeliveryTag(), false);
            assertThat(Client.text(client.take("dead"))).isEqualTo("persistent");

            publish(client, "bound", MessageProperties.PERSISTENT_BASIC);
            assertThat(Client.text(client.take("mail"))).isEqualTo("bound");
        }
    }

    @Test
    void an_acknowledged_message_does_not_come_back() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.storedIn(directory);
                Client client = Client.of(broker)) {
            client.queue("work").publish("work", "done");
            client.channel.basicAck(client.take("work").getEnvelope().getDeliveryTag(), false);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.storedIn(directory);
                Client client = Client.of(broker)) {
            assertThat(client.channel.messageCount("work")).isZero();
        }
    }

    @Test
    void a_second_broker_of_the_same_jvm_is_refused_the_directory() {
        try (EmbeddedBroker first = EmbeddedBroker.storedIn(directory)) {
            assertThat(first.toString()).contains(directory.toString());
            assertThatThrownBy(() -> EmbeddedBroker.storedIn(directory))
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by another embedded broker");
        }
    }

    @Test
    void a_second_process_is_refused_the_directory() throws IOException {
        try (EmbeddedBroker first = EmbeddedBroker.storedIn(directory);
                ChildBroker second = ChildBroker.ofClasses("--port", "0", "--store", directory.toString())) {
            assertThat(first.uri()).isNotEmpty();
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.errors()).contains(directory.toString()).contains("in use by another embedded broker");
        }
    }

    @Test
    void a_start_that_fails_gives_the_directory_back() {
        try (EmbeddedBroker other = EmbeddedBroker.start()) {
            int taken = Client.factory(other.uri()).getPort();
            assertThatThrownBy(() -> EmbeddedBroker.in(directory).port(taken).start())
                    .hasMessageContaining("Port " + taken);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.storedIn(directory)) {
            assertThat(broker.uri()).isNotEmpty();
        }
    }

    @Test
    void a_database_that_cannot_be_opened_is_named_and_not_deleted() throws IOException {
        Path foreign = Files.createDirectories(directory.resolve("default")).resolve("foreign.txt");
        Files.writeString(foreign, "mine");

        assertThatThrownBy(() -> EmbeddedBroker.storedIn(directory))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining(directory.resolve("default").toString());
        assertThat(foreign).hasContent("mine");
    }

    @Test
    void a_directory_with_blanks_and_quotes_in_its_name_is_taken_and_one_with_a_semicolon_refused() {
        Path odd = directory.resolve("it's a $store \"here\"");
        try (EmbeddedBroker broker = EmbeddedBroker.storedIn(odd)) {
            assertThat(broker.toString()).contains(odd.toString());
        }
        assertThat(odd.resolve("default")).isDirectory();
        assertThatThrownBy(() -> EmbeddedBroker.storedIn(directory.resolve("a;b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("semicolon");
    }

    private static Map<String, Object> deadLettersTo(String queue) {
        return Map.of("x-qpid-maximum-delivery-count", 1, "alternateBinding", Map.of("destination", queue));
    }

    private static void publish(Client client, String body, AMQP.BasicProperties properties) throws IOException {
        client.channel.basicPublish("users", "user.created", properties, Client.bytes(body));
    }
}
