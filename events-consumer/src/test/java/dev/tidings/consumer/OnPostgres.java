package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A group that leaves effects in PostgreSQL: one for each paid order. */
abstract class OnPostgres extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    Effects effects;

    @Override
    final RabbitMq rabbit() {
        return rabbit;
    }

    @BeforeEach
    void makeTables() throws SQLException {
        effects = new Effects();
    }

    @AfterEach
    void dropTables() throws SQLException {
        broker.close();
        effects.close();
    }

    /** Events of these orders, in this order, each under its own id. */
    final void publish(List<Integer> orders, List<String> ids) throws Exception {
        for (int order : orders) {
            byte[] body = "{\"order_id\":%d}".formatted(order).getBytes(UTF_8);
            raw.publish(exchange, "order.paid", RawClient.withId(ids.get(order)), body);
        }
    }

    /** One event of each order from 0 on. */
    final void publish(int orders) throws Exception {
        publish(numbers(orders), ids(orders));
    }

    static List<String> ids(int count) {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(count).toList();
    }

    static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** What {@link Effects#counts} says if each order from 0 on has one effect, and these have none. */
    static Map<Long, Integer> onceBut(int count, Long... none) {
        Map<Long, Integer> each = new TreeMap<>();
        LongStream.range(0, count).forEach(order -> each.put(order, 1));
        List.of(none).forEach(each::remove);
        return each;
    }

    final void awaitVerdicts(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> observed.size() >= count);
    }

    static long order(DomainEvent event) {
        return event.longId("order_id");
    }
}
