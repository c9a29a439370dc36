package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plain client sees of the protocol: each line of the table of {@link EmbeddedBroker} that is not about queues. */
class QpidDifferencesTest extends OnOneBroker {
    @Test
    void a_mandatory_unroutable_message_is_nacked_and_then_returned() throws Exception {
        recordVerdicts();
        channel.basicPublish("amq.topic", "nobody.listens", true, PERSISTENT, Client.bytes("lost"));

        assertThat(next(2)).containsExactly("nack 1", "return 312 nobody.listens");
    }

    @Test
    void an_unroutable_message_that_is_not_mandatory_is_confirmed() throws Exception {
        recordVerdicts();
        channel.basicPublish("amq.topic", "nobody.listens", false, PERSISTENT, Client.bytes("lost"));

        assertThat(next(1)).containsExactly("ack 1");
    }

    @Test
    void the_confirm_of_an_unroutable_message_may_overtake_an_earlier_one() throws Exception {
        client.queue("slow");
        recordVerdicts();
        channel.basicPublish("", "slow", false, PERSISTENT, Client.bytes("stored"));
        channel.basicPublish("", "missing", false, PERSISTENT, Client.bytes("lost"));

        assertThat(next(2)).containsExactlyInAnyOrder("ack 1", "ack 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-dead-letter-exchange",
                "x-dead-letter-routing-key",
                "x-dead-letter-strategy",
                "x-message-ttl",
                "x-expires",
                "x-max-length",
                "x-max-length-bytes",
                "x-overflow",
                "x-queue-type",
                "x-queue-mode",
                "x-delivery-limit",
                "x-max-priority"
            })
    void a_queue_argument_of_rabbitmq_closes_the_connection_and_is_named(String argument) {
        assertThat(Client.refusal(() -> client.queue("refused-" + argument, Map.of(argument, 1_000))))
                .contains("connection.close")
                .contains("542")
                .contains("Unsupported queue declare argument(s) : " + argument)
                .contains("RabbitMQ may have it, the embedded broker has not");
        await().until(() -> !client.connection.isOpen());
    }

    @Test
    void an_alternate_exchange_closes_the_connection_and_is_named() {
        Map<String, Object> arguments = Map.of("alternate-exchange", "amq.fanout");

        assertThat(Client.refusal(() -> channel.exchangeDeclare("refused", "topic", true, false, arguments)))
                .contains("542")
                .contains("alternate-exchange");
    }

    @Test
    void a_binding_between_exchanges_closes_the_connection_and_is_named() {
        assertThat(Client.refusal(() -> channel.exchangeBind("amq.fanout", "amq.topic", "#")))
                .contains("540")
                .contains("class 40 method 30");
    }

    @Test
    void a_single_active_consumer_is_known() throws IOException {
        client.queue("single", Map.of("x-single-active-consumer", true));
        channel.basicConsume("single", false, (tag, message) -> seen.add("first"), tag -> {});
        client.connection
                .createChannel()
                .basicConsume("single", false, (tag, message) -> seen.add("second"), tag -> {});
        client.publish("single", "a").publish("single", "b").publish("single", "c");

        assertThat(next(3)).containsOnly("first");
    }

    @Test
    void acknowledging_twice_or_what_was_never_delivered_is_ignored() throws IOException {
        client.queue("acks").publish("acks", "once");
        long tag = tag(client.take("acks"));
        channel.basicAck(tag, false);
        channel.basicAck(tag, false);
        channel.basicAck(4_711, false);

        assertThat(channel.messageCount("acks")).isZero();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void declaring_a_queue_again_with_other_arguments_changes_nothing_and_is_no_error() throws IOException {
        client.queue("again", Map.of("qpid.policy_type", "ring", "qpid.max_count", 1));
        client.queue("again", Map.of("qpid.policy_type", "ring", "qpid.max_count", 9));
        channel.queueDeclare("again", false, false, false, null);
        client.publish("again", "1").publish("again", "2");

        assertThat(channel.messageCount("again")).isEqualTo(1);
    }

    @Test
    void declaring_an_exchange_again_with_another_type_closes_the_connection() throws IOException {
        channel.exchangeDeclare("typed", "topic", true);

        assertThat(Client.refusal(() -> channel.exchangeDeclare("typed", "direct", true)))
                .contains("connection.close")
                .contains("530");
    }

    @Test
    void publishing_to_a_missing_exchange_closes_the_channel() throws Exception {
        channel.addShutdownListener(cause -> seen.add(String.valueOf(cause.getMessage())));
        channel.basicPublish("missing", "key", true, PERSISTENT, Client.bytes("lost"));

        assertThat(next(1)).singleElement().asString().contains("channel.close").contains("404");
        assertThat(client.connection.isOpen()).isTrue();
    }

    @Test
    void no_capabilities_are_announced_and_a_deleted_queue_does_not_cancel_its_consumers() throws IOException {
        Connection connection = client.connection;
        assertThat(connection.getServerProperties()).doesNotContainKey("capabilities");
        assertThat(String.valueOf(connection.getServerProperties().get("product")))
                .contains("Qpid");

        client.queue("deleted");
        channel.basicConsume("deleted", true, (tag, message) -> {}, tag -> seen.add("cancelled"));
        connection.createChannel().queueDelete("deleted");
        channel.basicQos(1);
        assertThat(seen).isEmpty();
    }

    @Test
    void the_user_of_a_message_is_not_checked_and_cc_is_not_followed() throws Exception {
        client.queue("named").queue("copied");
        channel.confirmSelect();
        BasicProperties properties = PERSISTENT
                .builder()
                .userId("somebody")
                .headers(Map.of("CC", List.of("copied")))
                .build();
        channel.basicPublish("", "named", properties, Client.bytes("one"));
        channel.waitForConfirmsOrDie(10_000);

        assertThat(client.take("named").getProps().getUserId()).isEqualTo("somebody");
        assertThat(channel.messageCount("copied")).isZero();
    }
}
