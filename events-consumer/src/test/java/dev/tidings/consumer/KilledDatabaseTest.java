package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.PrivatePostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@Timeout(1_200)
class KilledDatabaseTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 1);
    private static final int EVENTS = 2_000;
    private static final Duration OUTAGE = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Logged log = Logged.from(Level.WARN);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactional", "leased"})
    void a_group_waits_quietly_for_a_killed_database_and_goes_on_by_itself(String mode) throws Exception {
        boolean isTransactional = mode.equals("transactional");
        try (PrivatePostgres postgres = PrivatePostgres.start();
                Ledger ledger = Ledger.open(rabbit, "killed-database-" + mode, postgres.url())) {
            Place place = ledger.place();
            long since = System.nanoTime();
            try (HikariDataSource pool = place.pool();
                    Broker broker = Broker.connect(rabbit.uri());
                    ConsumerGroup group = spec(isTransactional, place, pool).start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                for (int kill = 0; kill < KILLS; kill++) {
                    killAndRestart(postgres, ledger, group);
                    since = System.nanoTime();
                    postgres.restart();
                    await().atMost(DEADLINE).until(() -> group.health().state() == Health.State.UP);
                    ledger.awaitEffects((long) EVENTS * (kill + 1));
                }
            }
            Ledger.Figures figures = ledger.settle(
                    "21 " + mode + ", warnings " + log.warnings(),
                    KILLS,
                    since,
                    spec(isTransactional, place, ledger.pool()));
            assertThat(figures.lost()).isZero();
            assertThat(figures.dead()).isZero();
            assertThat(figures.duplicates()).isBetween(0, isTransactional ? 0 : KILLS * 400);
            assertThat(storeWarnings()).hasSize(KILLS);
            assertThat(log.warnings()).noneMatch(line -> line.contains("renewed"));
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    private static ConsumerGroup.Spec spec(boolean isTransactional, Place place, HikariDataSource pool) {
        return isTransactional
                ? place.transactional(place.store(pool), place::write)
                : place.leased(place.store(pool), pool, place::write);
    }

    private static void killAndRestart(PrivatePostgres postgres, Ledger ledger, ConsumerGroup group) throws Exception {
        long before = ledger.effects().size();
        ledger.publish(EVENTS / 2);
        ledger.awaitEffects(before + EVENTS / 10);
        postgres.kill();
        // The others may have been handled by now.
        ledger.publish(EVENTS / 2);
        await().atMost(DEADLINE).until(() -> group.health().words().contains("its store fails"));
        long cpu = handlersCpu(ledger.place().group());
        long start = System.nanoTime();
        await().pollInterval(Duration.ofMillis(200))
                .atMost(DEADLINE)
                .until(() -> System.nanoTime() - start > OUTAGE.toNanos());
        double share = (handlersCpu(ledger.place().group()) - cpu) / (double) (System.nanoTime() - start);
        System.out.printf(
                "consumer fault 21: CPU of the group during the outage %.1f %%; %s%n", 100 * share, group.health());
        assertThat(share).isLessThan(0.2);
    }

    private List<String> storeWarnings() {
        return log.lines().stream()
                .filter(line -> line.contains("pauses, and goes on when"))
                .toList();
    }

    private static long handlersCpu(String group) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tidings " + group))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
                .sum();
    }
}
