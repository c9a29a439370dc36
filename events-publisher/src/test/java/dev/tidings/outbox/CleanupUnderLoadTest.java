package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.events.Exchange;
import dev.tidings.publisher.internal.PublisherSettings;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows are stored, published and deleted at the same time, as fast as it goes. */
@Tag("slow")
class CleanupUnderLoadTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final Duration LOAD = Duration.ofSeconds(3);

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
            Load load = new Load(ledger, table, threads);
            load.run(relay, 0);
            Took before = load.run(relay, 0);
            int old = store(database, 40_000);
            Took cleaning;
            try (Relay cleaner = ledger.outbox().retention(Duration.ZERO).relay(broker)) {
                cleaning = load.run(cleaner, 0);
            }
            long left = database.number("select count(*) from TABLE where reason = 'old'");
            Took afterwards = load.run(relay, 0);
            Took flooded = load.run(relay, 2);
            System.out.printf(
                    "outbox fault 24 %s: a transaction of 20 events, p99: %.1f ms without cleanup, %.1f ms while the relay deletes %d rows, %.1f ms without, %.1f ms while two more delete as fast as they can%n",
                    name, before.p99(), cleaning.p99(), old - left, afterwards.p99(), flooded.p99());
            int deleted = flooded.deleted();
            relay.start();
            Ledger.Figures figures = ledger.settle("24 " + name, deleted, System.nanoTime());
            assertThat(deleted).isPositive();
            assertThat(left).isLessThan(old);
            assertThat(figures).isEqualTo(new Ledger.Figures(figures.committed(), 0, 0, 0));
        } finally {
            threads.shutdownNow();
        }
    }

    /** Rows that were published before, at least so many; how many. */
    private static int store(TestDatabase database, int atLeast) throws Exception {
        int rows = 0;
        while (rows < atLeast) {
            rows += database.run(
                    "insert into TABLE (exchange, slot, entity, event_id, routing_key, properties, body, state, settled_at, reason)"
                            + " select exchange, slot, entity, event_id, routing_key, properties, body, 1, stored_at, 'old' from TABLE where state = 1 limit 10000");
        }
        return rows;
    }

    /** @param p99 of the transactions, in milliseconds */
    private record Took(double p99, int deleted) {}

    /** Two store events, one publishes them. */
    private record Load(Ledger ledger, OutboxTable table, ExecutorService threads) {

        /** For a while, with so many that delete. */
        Took run(Relay relay, int deleting) throws Exception {
            long until = System.nanoTime() + LOAD.toNanos();
            Queue<Long> nanos = new ConcurrentLinkedQueue<>();
            Callable<Integer> store = () -> whileBefore(until, () -> {
                long begun = System.nanoTime();
                ledger.commit(20);
                nanos.add(System.nanoTime() - begun);
                return 20;
            });
            Callable<Integer> delete = () -> whileBefore(until, () -> table.deletePublished(Duration.ZERO));
            Callable<Integer> publish =
                    () -> whileBefore(until, () -> relay.flush().published());
            List<Future<Integer>> others = new ArrayList<>();
            Stream.of(store, store, publish).forEach(work -> others.add(threads.submit(work)));
            int deleted = 0;
            for (Future<Integer> each : threads.invokeAll(Collections.nCopies(deleting, delete))) {
                deleted += each.get();
            }
            for (Future<Integer> each : others) {
                // A deadlock of any of them would be thrown here.
                assertThat(each.get()).isNotNegative();
            }
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Took(sorted[sorted.length * 99 / 100] / 1e6, deleted);
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
