package dev.tidings.tracking;

import static dev.tidings.tracking.TrackedExchange.SOON;
import static dev.tidings.tracking.TrackedExchange.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import dev.tidings.broker.Broker;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Transport;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.TidingsException;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the broker itself tells of its bindings, and what it does with a tracker's queue that nobody consumes. */
@Tag("slow")
@Timeout(120)
class ManagedNodeTest {
    private static RabbitMqNode node;

    @BeforeAll
    static void start() {
        node = RabbitMqNode.startManaged();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static TrackedExchange tracked(String exchange) throws Exception {
        return new TrackedExchange(node.uri(), exchange, exchange + "-tracker", TrackerDatabase.h2());
    }

    private static RabbitMqBindings bindings() {
        return RabbitMqBindings.at(node.managementUrl() + "/");
    }

    private static List<String> keys(Unheard unheard) {
        return unheard.keys().stream().map(Unheard.Key::routingKey).toList();
    }

    private static void queue(Channel channel, String name, String exchange, String bindingKey) throws Exception {
        channel.queueDeclare(name, true, false, false, Map.of());
        channel.queueBind(name, exchange, bindingKey);
    }

    @Test
    void keys_that_no_queue_but_the_trackers_own_is_bound_for_are_unheard() throws Exception {
        try (TrackedExchange tracked = tracked("users");
                Broker broker = tracked.connect()) {
            EventTracker tracker = tracked.start(broker);
            ConsumerGroup.named("welcome-mail")
                    .on("users", "user.created", event -> {})
                    .start(broker)
                    .awaitConsuming(SOON);
            queue(tracked.traffic.channel(), "archive", "users", "#");
            tracked.traffic.publish("users", 3, "user.created", "user.deleted");
            tracked.traffic.publish("users", 2, "user.renamed");
            tracked.awaitAll();

            assertThat(tracker.unheard(Duration.ofDays(7), bindings()).keys()).isEmpty();
            Unheard unheard = tracker.unheard(Duration.ofDays(7), bindings().except("archive"));

            assertThat(keys(unheard)).containsExactly("user.deleted", "user.renamed");
            System.out.print(unheard);
            assertThat(unheard.keys().get(0).events()).isEqualTo(3);
        }
    }

    @Test
    void bindings_of_each_kind_are_understood_and_what_is_not_counts_as_heard() throws Exception {
        try (TrackedExchange tracked = tracked("topic")) {
            Channel channel = tracked.traffic.channel();
            queue(channel, "q-topic", "topic", "user.*");
            queue(channel, "q-odd", "topic", "gru\u00df.an");
            channel.exchangeDeclare("direct", "direct", true);
            queue(channel, "q-direct", "direct", "resize");
            channel.exchangeDeclare("fanout", "fanout", true);
            queue(channel, "q-fanout", "fanout", "ignored");
            channel.exchangeDeclare("headers", "headers", true);
            channel.queueDeclare("q-headers", true, false, false, Map.of());
            channel.queueBind("q-headers", "headers", "", Map.of("x-match", "all", "eu", "yes"));
            channel.exchangeDeclare("behind", "topic", true);
            channel.exchangeBind("behind", "topic", "order.#");
            channel.exchangeDeclare("odd", "topic", true);
            queue(channel, "q-wild", "odd", "caf\u00e9.#");

            List<Bindings.Listener> listeners = bindings().listeners();

            assertThat(heard(listeners, "topic", "user.deleted")).containsExactly("q-topic");
            assertThat(heard(listeners, "topic", "user.deleted.twice")).isEmpty();
            assertThat(heard(listeners, "topic", "gru\u00df.an")).containsExactly("q-odd");
            assertThat(heard(listeners, "topic", "order.paid")).containsExactly("behind");
            assertThat(heard(listeners, "direct", "resize")).containsExactly("q-direct");
            assertThat(heard(listeners, "direct", "shrink")).isEmpty();
            assertThat(heard(listeners, "fanout", "anything")).containsExactly("q-fanout");
            assertThat(heard(listeners, "headers", "anything")).containsExactly("q-headers");
            assertThat(heard(listeners, "odd", "anything")).containsExactly("q-wild");
            assertThat(heard(listeners, "behind", "order.paid")).isEmpty();
            assertThat(heard(listeners, "", "q-topic")).containsExactly("q-topic");
        }
    }

    private static List<String> heard(List<Bindings.Listener> listeners, String exchange, String routingKey) {
        return listeners.stream()
                .filter(listener -> listener.hears(exchange, routingKey))
                .map(Bindings.Listener::name)
                .toList();
    }

    @Test
    void a_virtual_host_of_another_name_and_user_is_asked_for() throws Exception {
        node.evaluate("rabbit_vhost:add(<<\"shop eu/1\">>,<<\"t\">>),"
                + "rabbit_auth_backend_internal:add_user(<<\"watcher\">>,<<\"sword:fish\">>,<<\"t\">>),"
                + "rabbit_auth_backend_internal:set_tags(<<\"watcher\">>,[management],<<\"t\">>),"
                + "rabbit_auth_backend_internal:set_permissions(<<\"watcher\">>,<<\"shop eu/1\">>,"
                + "<<\"^$\">>,<<\"^$\">>,<<\"^$\">>,<<\"t\">>),ok.");
        RabbitMqBindings there =
                bindings().credentials("watcher", () -> "sword:fish").virtualHost("shop eu/1");

        assertThat(there.listeners()).isEmpty();
        assertThat(there)
                .hasToString("bindings of virtual host shop eu/1 at " + node.managementUrl())
                .asString()
                .doesNotContain("sword");
        assertThatThrownBy(() -> there.virtualHost("nowhere").listeners())
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("RabbitMQ's management at " + node.managementUrl());
        assertThatThrownBy(() -> there.credentials("watcher", () -> "swordfish").listeners())
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("refused the credentials of user 'watcher'")
                .hasMessageNotContaining("swordfish");
    }

    /** The policy stands for a million events. */
    @Test
    void while_no_tracker_runs_the_oldest_events_go_and_no_publisher_is_held_up() throws Exception {
        try (TrackedExchange tracked = tracked("alone");
                Broker broker = tracked.connect();
                Ticker clock = Transport.of(broker).ticker("watch")) {
            tracked.start(broker).close();
            node.evaluate("rabbit_policy:set(<<\"/\">>,<<\"small\">>,<<\"^alone-tracker$\">>,"
                    + "[{<<\"max-length\">>,100}],0,<<\"queues\">>,<<\"t\">>),ok.");
            soon(() -> {
                tracked.traffic.publish("alone", 100, "old");
                assertThat(tracked.traffic.depth("alone-tracker")).isEqualTo(100);
            });
            QueueWatch watch = new QueueWatch("alone-tracker", Transport.of(broker), clock, 100);
            assertThat(watch.words()).isEmpty();
            watch.busy();
            soon(() -> assertThat(watch.words())
                    .isEqualTo("100 events wait in its queue; of more than 1,000,000 the oldest"
                            + " are dropped, and never counted"));

            tracked.traffic.publish("alone", 100, "new");
            tracked.start(broker);

            soon(() -> assertThat(tracked.database.byKey()).isEqualTo(Map.of("new", 100L)));
            soon(() -> {
                watch.busy();
                assertThat(watch.words()).isEmpty();
            });
        }
    }
}
