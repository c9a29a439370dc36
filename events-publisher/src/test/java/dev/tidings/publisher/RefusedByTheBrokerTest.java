package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.PrivateNode;
import dev.tidings.testkit.broker.RabbitMqNode;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a broker of one's own can be made to refuse: one message of many, all for a while, or for one queue only. */
@Tag("slow")
class RefusedByTheBrokerTest {
    private static RabbitMqNode node;
    private static Broker broker;

    @BeforeAll
    static void start() {
        node = PrivateNode.shared();
        broker = Broker.connect(node.uri()).awaitConnected(Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static DomainEvent event(long id) {
        return DomainEvent.of("user.created", "user_id", id);
    }

    private static DomainEvent large(long id) {
        String[] fields = IntStream.range(0, 100)
                .mapToObj(i -> "a_field_with_a_long_name_" + i)
                .toArray(String[]::new);
        return event(id).changed(fields);
    }

    /** RabbitMQ 3.10 looks at its setting for each channel, 4 at a copy that it made at its start. */
    private static void limitMessagesTo(int bytes) {
        node.evaluate("application:set_env(rabbit, max_message_size, " + bytes
                + "), persistent_term:put(max_message_size, " + bytes + ").");
    }

    @Test
    void one_event_among_a_thousand_that_the_broker_refuses_is_refused_alone() throws Exception {
        limitMessagesTo(1_000);
        try (RawQueue queue = new RawQueue(node.uri(), "culprit").boundTo("culprit", "topic", "#");
                EventPublisher publisher = EventPublisher.to("culprit").open(broker)) {
            Load good = new Load(publisher).publish(1);
            assertThat(good.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 1));
            good.publish(600);
            CompletableFuture<EventPublisher.Outcome> bad = publisher.publishAsync(large(1));
            good.publish(398);

            assertThat(bad)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(NotPublishedException.class)
                    .withMessageContaining("larger than")
                    .withMessageContaining("would be refused again");
            assertThat(good.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 999));
            good.publish(1);
            good.assertTruth("row 8: 1 too large among 1,000", queue);
        } finally {
            limitMessagesTo(16 * 1024 * 1024);
        }
    }

    @Test
    void an_event_that_the_user_may_not_publish_is_told_so_and_its_neighbours_pass() throws Exception {
        try (RawQueue queue = new RawQueue(node.uri(), "forbidden").boundTo("forbidden", "topic", "#");
                EventPublisher publisher = EventPublisher.to("forbidden").open(broker)) {
            // RabbitMQ 4.3 takes permissions only for an exchange that is there.
            node.ctl("set_topic_permissions", "-p", "/", "guest", "forbidden", "^user[.].*", ".*");
            Load good = new Load(publisher).publish(50);
            CompletableFuture<EventPublisher.Outcome> bad =
                    publisher.publishAsync(DomainEvent.of("order.placed", "order_id", 1));
            good.publish(50);

            assertThat(bad)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(NotPublishedException.class)
                    .withMessageContaining("give the user that permission");
            assertThat(good.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 100));
            good.assertTruth("row 8: 1 forbidden among 100", queue);
        } finally {
            node.ctl("clear_topic_permissions", "-p", "/", "guest");
        }
    }

    @Test
    void what_a_full_queue_refuses_is_sent_again_until_there_is_room_or_the_deadline() throws Exception {
        try (RawQueue full = new RawQueue(
                                node.uri(), "full", Map.of("x-max-length", 10, "x-overflow", "reject-publish"))
                        .boundTo("nacked", "topic", "#");
                RawQueue sibling = new RawQueue(node.uri(), "sibling").boundTo("nacked", "topic", "#");
                EventPublisher patient = EventPublisher.to("nacked").open(broker);
                EventPublisher hasty = EventPublisher.to("nacked")
                        .deadline(Duration.ofSeconds(2))
                        .open(broker)) {
            Load load = new Load(patient).publish(40);
            sibling.awaitCount(60);
            assertThat(new Load(hasty).publish(5).outcomes(Duration.ofSeconds(4)))
                    .isEqualTo(Map.of("OutcomeUnknownException", 5));
            assertThat(hasty.publishAsync(event(7)))
                    .failsWithin(Duration.ofSeconds(4))
                    .withThrowableThat()
                    .withMessageContaining("the broker refused it (nack)")
                    .withMessageContaining("a queue may be full");
            full.channel().basicConsume("full", true, (tag, message) -> {}, tag -> {});

            assertThat(load.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 40));
            List<String> held = sibling.takeIds();
            System.out.printf(
                    "row 10: a queue of 10 is full: 40 published, lost 0, copies in its sibling %d%n", held.size());
            assertThat(held).containsAll(load.routed());
        }
    }

    @Test
    void during_an_alarm_calls_end_at_their_deadline_in_words_and_afterwards_all_goes_on() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(node.uri());
                Broker behind = Broker.connect(proxy.through(node.uri())).awaitConnected(Duration.ofSeconds(10));
                RawQueue queue = new RawQueue(node.uri(), "alarm").boundTo("alarm", "topic", "#");
                EventPublisher publisher = EventPublisher.to("alarm")
                        .deadline(Duration.ofSeconds(3))
                        .open(behind);
                EventPublisher patient = EventPublisher.to("alarm")
                        .deadline(Duration.ofMinutes(5))
                        .open(behind)) {
            Load load = new Load(publisher).publish(100);
            assertThat(load.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 100));
            int connections = proxy.accepted();

            node.evaluate("vm_memory_monitor:set_vm_memory_high_watermark(0.0).");
            // The broker blocks a connection at the first publish after the alarm, whenever that begins.
            await().until(() -> {
                load.publish(1);
                return publisher.health().state() == Health.State.WAITING;
            });
            Load waiting = new Load(patient).publish(50);
            assertThat(publisher.health().words()).contains("takes no publishes");
            load.publish(50);
            Map<String, Integer> told = load.outcomes(Duration.ofSeconds(5));
            assertThat(told.keySet()).isSubsetOf("ROUTED", "NotPublishedException", "OutcomeUnknownException");
            assertThat(told).containsKey("NotPublishedException");
            assertThat(proxy.accepted()).as("no connection given up").isEqualTo(connections);

            proxy.cut(Ending.RST);
            await().until(() -> proxy.accepted() > connections);
            node.evaluate("vm_memory_monitor:set_vm_memory_high_watermark(0.4).");
            long over = System.nanoTime();
            assertThat(waiting.outcomes(Duration.ofSeconds(20))).isEqualTo(Map.of("ROUTED", 50));
            System.out.printf(
                    "rows 14, 15: told %s, %d ms after the alarm all went on%n",
                    told, (System.nanoTime() - over) / 1_000_000);
            assertThat(publisher.publish(event(1))).isEqualTo(EventPublisher.Outcome.ROUTED);
            assertThat(queue.takeIds())
                    .containsAll(waiting.routed())
                    .containsAll(load.routed())
                    .doesNotContainAnyElementsOf(load.notPublished());
        } finally {
            node.evaluate("vm_memory_monitor:set_vm_memory_high_watermark(0.4).");
        }
    }
}
