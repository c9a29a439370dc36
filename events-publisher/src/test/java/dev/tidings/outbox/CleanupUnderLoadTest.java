package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.events.Exchange;
import dev.tidings.publisher.internal.PublisherSettings;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows are stored, published and deleted at the same time, as fast as it goes. */
class CleanupUnderLoadTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final Duration LOAD = Duration.ofSeconds(6);

    @Test
    void nobody_gets_into_a_deadlock_on_postgresql() throws Exception {
        loadAndCleanUp(TestDatabase.postgresql(), "postgresql");
    }

    @Test
    void nobody_gets_into_a_deadlock_on_mariadb() throws Exception {
        loadAndCleanUp(TestDatabase.mariadb(), "mariadb");
    }

    private static void loadAndCleanUp(TestDatabase opened, String name) throws Exception {
        String exchange = rabbit.name("outbox-cleanup-" + name);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestDatabase database = opened;
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
                Relay relay = ledger.outbox().relay(broker)) {
            OutboxTable table = new OutboxTable(
                    OutboxSettings.of(PublisherSettings.to(Exchange.topic(exchange)), database.dataSource())
                            .withTable(database.table()));
            long until = System.nanoTime() + LOAD.toNanos();
            Callable<Integer> store = () -> whileBefore(until, () -> {
                ledger.commit(20);
                return 20;
            });
            Callable<Integer> delete = () -> whileBefore(until, () -> table.deletePublished(Duration.ZERO));
            Callable<Integer> publish =
                    () -> whileBefore(until, () -> relay.flush().published());
            List<Future<Integer>> done = new ArrayList<>();
            Stream.of(store, store, delete, delete, publish).forEach(work -> done.add(threads.submit(work)));
            int deleted = 0;
            for (int i = 0; i < done.size(); i++) {
                // A deadlock of any of them would be thrown here.
                int count = done.get(i).get();
                deleted += i == 2 || i == 3 ? count : 0;
            }
            relay.start();
            Ledger.Figures figures = ledger.settle("24 " + name, deleted, System.nanoTime());
            assertThat(deleted).isPositive();
            assertThat(figures).isEqualTo(new Ledger.Figures(figures.committed(), 0, 0, 0));
        } finally {
            threads.shutdownNow();
        }
    }

    private static int whileBefore(long until, Callable<Integer> work) throws Exception {
        int sum = 0;
        while (System.nanoTime() < until) {
            sum += work.call();
        }
        return sum;
    }
}
