package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that forgets a consumer, and tells nobody. */
@Tag("slow")
@Timeout(300)
class DeafConsumerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_consumer_that_gets_nothing_while_events_wait_begins_again() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (RabbitMqNode node = RabbitMqNode.start();
                Broker broker = Broker.connect(node.uri());
                RawClient raw = new RawClient(node.uri());
                Logged log = Logged.from(Level.WARN);
                ConsumerGroup group = ConsumerGroup.named("billing")
                        .on("users", "#", event -> calls.incrementAndGet())
                        .start(broker)) {
            group.awaitConsuming(SOON);
            raw.publish("users", "user.created", "{\"user_id\":1}");
            await().atMost(SOON).until(() -> calls.get() == 1);

            forgetConsumers(node);
            long start = System.nanoTime();
            raw.publish("users", "user.created", "{\"user_id\":2}");
            await().atMost(SOON).until(() -> calls.get() == 2);

            System.out.printf(
                    "a deaf consumer on RabbitMQ %s: heard again after %.1f s%n",
                    node.version(), (System.nanoTime() - start) / 1e9);
            assertThat(log.warnings())
                    .anyMatch(line ->
                            line.contains("consumer of billing: events wait in the queue, and none is delivered"));
            await().atMost(SOON).until(() -> group.health().state() == Health.State.UP);
        }
    }

    /** The queue's own memory of its consumers; the channels know nothing of it. */
    private static void forgetConsumers(RabbitMqNode node) {
        String forgotten =
                node.evaluate("{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\"billing\">>)),"
                        + " Pid = amqqueue:get_pid(Q),"
                        + " {ok, {_, Query}, _} = ra:local_query(Pid, fun(State) -> rabbit_fifo:query_consumers(State) end),"
                        + " [ra:process_command(Pid, rabbit_fifo:make_checkout({Tag, Channel}, cancel, #{}))"
                        + " || {_, {Channel, Tag, _, _, _, _, _, _}} <- maps:to_list(Query)],"
                        + " maps:size(Query).");
        assertThat(forgotten).isEqualTo("1");
    }
}
