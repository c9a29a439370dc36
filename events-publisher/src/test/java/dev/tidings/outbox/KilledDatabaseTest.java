package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.PrivatePostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@Tag("slow")
class KilledDatabaseTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = 2;
    private static final Duration OUTAGE = Duration.ofSeconds(3);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Test
    void a_relay_waits_quietly_for_a_killed_database_and_goes_on_by_itself() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(PollingRelay.class);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
        String exchange = rabbit.name("outbox-killed-database");
        try (PrivatePostgres postgres = PrivatePostgres.start();
                TestDatabase database = TestDatabase.alone(postgres.url(), "postgres");
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20))) {
            database.dataSource().unwrap(HikariDataSource.class).setConnectionTimeout(1_000);
            try (Relay relay = ledger.outbox().relay(broker).start()) {
                for (int kill = 0; kill < KILLS; kill++) {
                    killAndRestart(postgres, ledger, relay, exchange);
                }
                Ledger.Figures figures = ledger.settle("21", KILLS, System.nanoTime());
                assertThat(figures.lost()).isZero();
                assertThat(figures.ghosts()).isZero();
                assertThat(figures.duplicates()).isZero();
                assertThat(warnings()).hasSize(KILLS);
            }
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    private void killAndRestart(PrivatePostgres postgres, Ledger ledger, Relay relay, String exchange)
            throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> load =
                CompletableFuture.supplyAsync(() -> store(ledger, enough), work -> new Thread(work, "storing").start());
        int before = ledger.arrived();
        await().atMost(Duration.ofSeconds(20)).until(() -> ledger.arrived() > before + 500);
        postgres.kill();
        enough.set(true);
        await().atMost(Duration.ofSeconds(20)).until(() -> relay.health().state() == Health.State.WAITING);
        long cpu = relayCpu(exchange);
        long until = System.nanoTime() + OUTAGE.toNanos();
        await().pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(30))
                .until(() -> System.nanoTime() > until);
        double share = (relayCpu(exchange) - cpu) / (double) OUTAGE.toNanos();
        int stored = load.join();
        postgres.restart();
        long back = System.nanoTime();
        await().atMost(Duration.ofSeconds(60)).until(() -> relay.health().state() == Health.State.UP);
        System.out.printf(
                "outbox fault 21: %d transactions, CPU of the relay during the outage %.1f %%, up %.1f s after the database, warnings %s%n",
                stored, 100 * share, (System.nanoTime() - back) / 1e9, warnings());
        assertThat(share).isLessThan(0.2);
    }

    /** Until it is told to stop or cannot. */
    private static int store(Ledger ledger, AtomicBoolean enough) {
        int transactions = 0;
        try {
            while (!enough.get()) {
                // Of different entities, or they would be published one after the other, and the relay would see no
                // database for long.
                int first = 5 * transactions;
                ledger.commit(IntStream.range(first, first + 5)
                        .mapToObj(Ledger::event)
                        .toArray(DomainEvent[]::new));
                transactions++;
            }
        } catch (SQLException | RuntimeException e) {
            // The database was killed: whether this one was committed is what the ledger says.
            return transactions;
        }
        return transactions;
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static long relayCpu(String exchange) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("tidings relay of " + exchange)) {
                return threads.getThreadCpuTime(thread.getId());
            }
        }
        throw new IllegalStateException("the relay's thread is not there");
    }
}
