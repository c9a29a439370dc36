package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import dev.tidings.events.Exchange;
import dev.tidings.publisher.internal.PublisherSettings;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Very many pending rows, and a relay with little memory. {@code -Dtidings.rows=1000000} for the long form. */
class BacklogTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int ROWS = Integer.getInteger("tidings.rows", 50_000);
    private static final int FEW = 1_000;
    private static final List<Integer> ALL_SLOTS =
            IntStream.range(0, Entity.SLOTS).boxed().toList();

    @Test
    void all_of_it_is_sent_within_little_memory_and_a_look_takes_as_long_as_without_it() throws Exception {
        String exchange = rabbit.name("outbox-backlog");
        AtomicIntegerArray times = new AtomicIntegerArray(ROWS + 1);
        AtomicInteger arrived = new AtomicInteger();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        try (TestDatabase database = TestDatabase.postgresql();
                var connection = factory.newConnection("backlog")) {
            Channel channel = connection.createChannel();
            channel.exchangeDeclare(exchange, "topic", true);
            channel.queueDeclare(exchange, true, false, false, Map.of("x-queue-type", "quorum"));
            channel.queueBind(exchange, exchange, "user.#");
            channel.basicConsume(
                    exchange,
                    true,
                    (tag, delivery) -> {
                        times.incrementAndGet(
                                Integer.parseInt(delivery.getProperties().getMessageId()));
                        arrived.incrementAndGet();
                    },
                    tag -> {});
            Ledger.outbox(database.dataSource(), database.table(), exchange).createTables();
            store(database, exchange, 1, FEW);
            double few = look(database, exchange);
            store(database, exchange, FEW + 1, ROWS);
            double many = look(database, exchange);
            String said;
            try (ChildJvm relay = OutboxChild.start("backlog", database, exchange, rabbit.uri(), ROWS)) {
                said = relay.line();
                assertThat(relay.exitCode()).isZero();
            }
            double none = look(database, exchange);
            await().atMost(Duration.ofSeconds(60)).until(() -> arrived.get() >= ROWS);
            long lost = IntStream.rangeClosed(1, ROWS)
                    .filter(id -> times.get(id) == 0)
                    .count();
            System.out.printf(
                    "outbox fault 23: %s; lost %d, duplicates %d; a look at %d rows %.1f ms, at %,d rows %.1f ms, afterwards %.1f ms%n",
                    said, lost, arrived.get() + lost - ROWS, FEW, few, ROWS, many, none);
            assertThat(lost).isZero();
            assertThat(many).isLessThan(few * 20 + 50);
        }
    }

    private static void store(TestDatabase database, String exchange, int from, int to) throws Exception {
        database.run("insert into TABLE (exchange, slot, entity, event_id, routing_key, properties, body)"
                + " select '" + exchange + "', (e >> 60) & 15, e, i, 'user.created', '{\"message_id\":\"' || i"
                + " || '\",\"type\":\"user.created\",\"headers\":{\"user_id\":' || i % 100000 || '}}',"
                + " '{\"type\":\"user.created\",\"user_id\":' || i % 100000 || '}' from (select i,"
                + " ('x' || substr(md5((i % 100000)::text), 1, 16))::bit(64)::bigint e from generate_series("
                + from + ", " + to + ") i) rows");
    }

    /** Milliseconds that it takes to find the next rows, the median of some. */
    private static double look(TestDatabase database, String exchange) {
        OutboxTable table = new OutboxTable(settings(database, exchange));
        double[] millis = new double[9];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            List<Row> rows = table.pending(ALL_SLOTS, Set.of(), FEW / 2);
            assertThat(rows).hasSizeLessThanOrEqualTo(FEW / 2);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }

    private static OutboxSettings settings(TestDatabase database, String exchange) {
        return OutboxSettings.of(PublisherSettings.to(Exchange.topic(exchange)), database.dataSource())
                .withTable(database.table());
    }
}
