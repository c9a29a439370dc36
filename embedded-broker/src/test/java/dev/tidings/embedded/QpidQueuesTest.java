package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plain client sees of dead letters, delays and limits: the lines on queues in the table of {@link EmbeddedBroker}. */
class QpidQueuesTest extends OnOneBroker {
    private static final Map<String, Object> DEAD_AT_ONCE = Map.of("x-qpid-maximum-delivery-count", 1);

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
        try (Client after = Client.of(broker())) {
            after.channel.queueDelete("work-5");
            after.channel.queueDelete("dead-5");
        }
    }

    @Test
    void a_ttl_with_an_alternate_is_a_delay_queue() throws IOException {
        client.queue("back").queue("delay", delayed(300, "back"));
        long start = System.nanoTime();
        client.publish("delay", "later");

        assertThat(Client.text(client.take("back"))).isEqualTo("later");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(5));
    }

    @Test
    void a_message_that_has_expired_once_is_lost_when_it_expires_again_on_its_way_to_an_exchange() throws IOException {
        channel.exchangeDeclare("second", "topic", true);
        channel.exchangeDeclare("last", "topic", true);
        client.queue("back-2").queue("delay-2", delayed(100, "last")).queue("delay-1", delayed(100, "second"));
        channel.queueBind("delay-2", "second", "#");
        channel.queueBind("back-2", "last", "#");
        client.publish("delay-2", "expires once");
        assertThat(Client.text(client.take("back-2"))).isEqualTo("expires once");

        client.publish("delay-1", "expires twice");
        await().until(() -> channel.messageCount("delay-1") + channel.messageCount("delay-2") == 0);
        client.publish("delay-2", "later");
        assertThat(Client.text(client.take("back-2"))).isEqualTo("later");
    }

    @Test
    void a_message_can_be_held_until_a_time() throws IOException {
        client.queue("holds", Map.of("holdOnPublishEnabled", true));
        long until = System.currentTimeMillis() + 300;
        Map<String, Object> held = Map.of("x-qpid-not-valid-before", until);
        channel.basicPublish("", "holds", PERSISTENT.builder().headers(held).build(), Client.bytes("held"));
        client.publish("holds", "at once");

        assertThat(Client.text(client.take("holds"))).isEqualTo("at once");
        assertThat(Client.text(client.take("holds"))).isEqualTo("held");
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(until);
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

    private static Map<String, Object> delayed(int millis, String destination) {
        return Map.of(
                "maximumMessageTtl",
                millis,
                "expiryPolicy",
                "ROUTE_TO_ALTERNATE",
                "alternateBinding",
                Map.of("destination", destination));
    }

    private static Map<String, Object> deadLetteredTo(String destination) {
        return Map.of("x-qpid-maximum-delivery-count", 1, "alternateBinding", Map.of("destination", destination));
    }
}
