package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line of the table in {@link EmbeddedBroker}'s documentation, as a plain client sees it. */
class QpidDifferencesTest {
    private static final BasicProperties PERSISTENT = MessageProperties.PERSISTENT_TEXT_PLAIN;
    private static final Map<String, Object> DEAD_AT_ONCE = Map.of("x-qpid-maximum-delivery-count", 1);

    private static EmbeddedBroker broker;

    private Client client;
    private Channel channel;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

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
    void a_reject_without_limit_and_alternate_leaves_the_message_on_the_queue() throws IOException {
        client.queue("stays").publish("stays", "unwanted");
        channel.basicNack(tag(client.take("stays")), false, false);

        assertThat(client.take("stays").getEnvelope().isRedeliver()).isTrue();
    }

    @Test
    void a_reject_with_a_limit_of_one_and_no_alternate_drops_the_message() throws IOException {
        client.queue("drops", DEAD_AT_ONCE).publish("drops", "unwanted");
        channel.basicNack(tag(client.take("drops")), false, false);
        client.publish("drops", "next");

        assertThat(Client.text(client.take("drops"))).isEqualTo("next");
    }

    @Test
    void a_reject_with_a_limit_of_one_goes_to_the_alternate_queue_without_x_death() throws IOException {
        client.queue("dead-1").queue("work-1", deadLetteredTo("dead-1"));
        channel.queueBind("work-1", "amq.topic", "user.created");
        channel.basicPublish("amq.topic", "user.created", PERSISTENT, Client.bytes("poison"));
        channel.basicReject(tag(client.take("work-1")), false);

        GetResponse dead = client.take("dead-1");
        assertThat(Client.text(dead)).isEqualTo("poison");
        assertThat(dead.getEnvelope().getExchange()).isEqualTo("amq.topic");
        assertThat(dead.getEnvelope().getRoutingKey()).isEqualTo("user.created");
        assertThat(dead.getProps().getHeaders()).isNull();
    }

    @Test
    void the_alternate_may_be_an_exchange_and_routes_by_the_same_key() throws IOException {
        channel.exchangeDeclare("dead-letters", "topic", true);
        client.queue("dead-2").queue("work-2", deadLetteredTo("dead-letters"));
        channel.queueBind("dead-2", "dead-letters", "work-2");
        client.publish("work-2", "poison");
        channel.basicReject(tag(client.take("work-2")), false);

        assertThat(Client.text(client.take("dead-2"))).isEqualTo("poison");
    }

    @Test
    void giving_back_does_not_count_as_a_delivery() throws IOException {
        client.queue("dead-3").queue("work-3", deadLetteredTo("dead-3")).publish("work-3", "again");
        for (int times = 0; times < 30; times++) {
            channel.basicNack(tag(client.take("work-3")), false, true);
        }
        assertThat(Client.text(client.take("work-3"))).isEqualTo("again");
        assertThat(channel.messageCount("dead-3")).isZero();
    }

    @Test
    void what_is_given_back_is_at_the_head_of_the_queue() throws IOException {
        client.queue("head").publish("head", "1").publish("head", "2");
        channel.basicNack(tag(client.take("head")), false, true);

        assertThat(Client.text(client.take("head"))).isEqualTo("1");
    }

    @Test
    void an_alternate_that_does_not_exist_is_refused() {
        assertThat(Client.refusal(() -> client.queue("work-4", deadLetteredTo("nowhere"))))
                .contains("404")
                .contains("nowhere");
    }

    @Test
    void an_alternate_in_use_cannot_be_deleted() throws IOException {
        client.queue("dead-5").queue("work-5", deadLetteredTo("dead-5"));

        assertThat(Client.refusal(() -> channel.queueDelete("dead-5")))
                .contains("541")
                .contains("'dead-5' is in use as an alternate binding");
        try (Client after = Client.of(broker)) {
            after.channel.queueDelete("work-5");
            after.channel.queueDelete("dead-5");
        }
    }

    @Test
    void a_ttl_with_an_alternate_is_a_delay_queue() throws IOException {
        client.queue("back")
                .queue(
                        "delay",
                        Map.of(
                                "maximumMessageTtl",
                                300,
                                "expiryPolicy",
                                "ROUTE_TO_ALTERNATE",
                                "alternateBinding",
                                Map.of("destination", "back")));
        long start = System.nanoTime();
        client.publish("delay", "later");

        assertThat(Client.text(client.take("back"))).isEqualTo("later");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(5));
    }

    @Test
    void a_message_expires_by_its_own_property() throws IOException {
        client.queue("expires");
        channel.basicPublish(
                "", "expires", PERSISTENT.builder().expiration("50").build(), Client.bytes("old"));

        await().until(() -> channel.messageCount("expires") == 0);
    }

    @Test
    void a_ring_queue_drops_its_oldest_message_although_that_was_confirmed() throws Exception {
        client.queue("ring", Map.of("qpid.policy_type", "ring", "qpid.max_count", 2));
        channel.confirmSelect();
        for (String body : List.of("1", "2", "3")) {
            channel.basicPublish("", "ring", true, PERSISTENT, Client.bytes(body));
        }
        channel.waitForConfirmsOrDie(10_000);

        assertThat(channel.messageCount("ring")).isEqualTo(2);
        assertThat(Client.text(client.take("ring"))).isEqualTo("2");
    }

    @Test
    void a_rejecting_queue_drops_what_is_new_confirms_it_and_nacks_only_the_mandatory() throws Exception {
        client.queue("full", Map.of("qpid.policy_type", "reject", "qpid.max_count", 1));
        recordVerdicts();
        channel.basicPublish("", "full", true, PERSISTENT, Client.bytes("fits"));
        assertThat(next(1)).containsExactly("ack 1");

        channel.basicPublish("", "full", false, PERSISTENT, Client.bytes("dropped"));
        assertThat(next(1)).containsExactly("ack 2");
        channel.basicPublish("", "full", true, PERSISTENT, Client.bytes("returned"));
        assertThat(next(2)).containsExactly("nack 3", "return 506 full");
        assertThat(channel.messageCount("full")).isEqualTo(1);
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

    private static Map<String, Object> deadLetteredTo(String destination) {
        return Map.of("x-qpid-maximum-delivery-count", 1, "alternateBinding", Map.of("destination", destination));
    }

    private static long tag(GetResponse message) {
        return message.getEnvelope().getDeliveryTag();
    }

    private void recordVerdicts() throws IOException {
        channel.confirmSelect();
        channel.addConfirmListener(
                (tag, multiple) -> seen.add("ack " + tag), (tag, multiple) -> seen.add("nack " + tag));
        channel.addReturnListener(
                returned -> seen.add("return " + returned.getReplyCode() + " " + returned.getRoutingKey()));
    }

    private List<String> next(int count) {
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
}
