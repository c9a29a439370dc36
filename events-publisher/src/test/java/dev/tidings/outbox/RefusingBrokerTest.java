package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broker that takes nothing for a while: a full queue, an alarm. */
@Tag("slow")
class RefusingBrokerTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final Duration REFUSED = Duration.ofSeconds(5);

    @Test
    void an_event_for_a_full_queue_waits_with_pauses_while_others_pass_and_is_sent_when_there_is_room()
            throws Exception {
        String exchange = rabbit.name("outbox-full");
        String full = rabbit.name("outbox-full-one");
        String third = rabbit.name("outbox-full-third");
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        AtomicInteger attempts = new AtomicInteger();
        try (TestDatabase database = TestDatabase.postgresql();
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                var connection = factory.newConnection("full queue");
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20))) {
            Channel channel = connection.createChannel();
            channel.queueDeclare(
                    full,
                    true,
                    false,
                    false,
                    Map.of("x-queue-type", "quorum", "x-max-length", 2, "x-overflow", "reject-publish"));
            channel.queueBind(full, exchange, "order.#");
            channel.queueDeclare(third, true, false, false, Map.of("x-queue-type", "quorum"));
            channel.queueBind(third, exchange, "order.#");
            channel.basicConsume(third, true, (tag, delivery) -> attempts.incrementAndGet(), tag -> {});
            // A quorum queue takes a few more than its limit.
            for (int i = 0; i < 10; i++) {
                channel.basicPublish("", full, null, new byte[0]);
            }
            await().until(() -> channel.messageCount(full) >= 2);
            try (Relay relay = ledger.outbox().relay(broker).start()) {
                ledger.commit(
                        DomainEvent.of("order.placed", "order_id", 1), DomainEvent.of("order.placed", "order_id", 2));
                long start = System.nanoTime();
                int passed = 0;
                while (System.nanoTime() - start < REFUSED.toNanos()) {
                    ledger.commit(10);
                    passed += 10;
                }
                int others = passed;
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> database.number("select count(*) from TABLE where state = 1") == others);
                assertThat(database.number("select count(*) from TABLE where state = 0"))
                        .isEqualTo(2);
                assertThat(relay.health().words()).contains("wait to be tried again");
                double nacks = attempts.get() * 1e9 / (System.nanoTime() - start);
                System.out.printf("outbox fault 10: %.1f nacks/s for two events%n", nacks);
                assertThat(attempts.get()).isGreaterThan(2);
                assertThat(nacks).isLessThan(10);

                channel.queuePurge(full);
                Ledger.Figures figures = ledger.settle("10", attempts.get(), System.nanoTime());
                assertThat(figures.lost()).isZero();
                assertThat(figures.ghosts()).isZero();
                assertThat(figures.duplicates()).isLessThan(attempts.get() + 4);
                assertThat(channel.messageCount(full)).isGreaterThanOrEqualTo(2);
            }
        }
    }

    @Test
    void events_stay_in_the_table_while_the_broker_blocks_and_are_sent_afterwards() throws Exception {
        try (RabbitMqNode node = RabbitMqNode.start();
                TestDatabase database = TestDatabase.postgresql();
                Ledger ledger = new Ledger(node.uri(), "blocked", database);
                Broker broker = Broker.connect(node.uri()).awaitConnected(Duration.ofSeconds(20));
                Relay relay = ledger.outbox().relay(broker).start()) {
            ledger.commit(100);
            await().atMost(Duration.ofSeconds(20)).until(() -> ledger.arrived() == 100);
            node.ctl("set_vm_memory_high_watermark", "0");
            ledger.commit(100);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> relay.health().words().contains("takes no publishes"));
            assertThat(relay.health().state()).isEqualTo(Health.State.WAITING);
            for (int i = 0; i < 20; i++) {
                ledger.commit(100);
            }
            assertThat(database.number("select count(*) from TABLE where state = 0"))
                    .isEqualTo(2_100);
            System.out.println("outbox fault 14: " + relay.health().words());

            node.ctl("set_vm_memory_high_watermark", "0.4");
            Ledger.Figures figures = ledger.settle("14", 1, System.nanoTime());
            assertThat(figures.lost()).isZero();
            assertThat(figures.ghosts()).isZero();
            assertThat(figures.committed()).isEqualTo(2_200);
        }
    }
}
