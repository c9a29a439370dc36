package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.idempotency.CommitUnknownException;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.Direction;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections end while events are handled. {@code -Dtidings.cuts=1000} for the long form. */
@Tag("slow")
@Timeout(1_200)
class CutConsumerTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int CUTS = Integer.getInteger("tidings.cuts", 20);
    private static final int UNKNOWN = Math.max(1, CUTS / 20);

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Logged log = Logged.from(Level.DEBUG);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void what_a_commit_did_that_nobody_answered_is_found_out_by_the_next_delivery() throws Exception {
        System.out.println("CutConsumerTest: -Dtidings.seed=" + seed);
        AtomicInteger unknown = new AtomicInteger();
        try (Ledger ledger = Ledger.open(rabbit, "cut-database");
                FaultyProxy proxy = FaultyProxy.inFrontOf(ledger.place().url())) {
            Place place = ledger.place();
            int cuts = 0;
            long since;
            try (HikariDataSource pool = place.by(proxy.through(place.url())).pool();
                    Broker broker = Broker.connect(rabbit.uri());
                    ConsumerGroup group = place.transactional(counting(place.store(pool), unknown), place::write)
                            .start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                while (cuts < CUTS || unknown.get() < UNKNOWN) {
                    long effects = ledger.effects().size();
                    Direction direction = random.nextBoolean() ? Direction.TO_CLIENT : Direction.TO_SERVER;
                    proxy.cutAfter(direction, 1 + random.nextInt(10_000), Ending.RST);
                    ledger.publish(50 + random.nextInt(100));
                    ledger.awaitEffects(effects + 30);
                    cuts++;
                }
                since = System.nanoTime();
                proxy.heal();
            }
            Ledger.Figures figures = ledger.settle(
                    "22, commits without an answer " + unknown,
                    cuts,
                    since,
                    place.transactional(place.store(ledger.pool()), place::write));
            assertThat(figures).isEqualTo(new Ledger.Figures(figures.events(), 0, 0, 0));
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    private static TransactionalIdempotencyStore counting(TransactionalIdempotencyStore store, AtomicInteger unknown) {
        return WatchedStore.of(store, new WatchedStore.Watch() {
            @Override
            public void after(String method, Optional<Throwable> thrown, Duration took) {
                if (thrown.orElse(null) instanceof CommitUnknownException) {
                    unknown.incrementAndGet();
                }
            }
        });
    }

    @Test
    void deliveries_of_a_connection_that_was_reset_come_again_and_are_recognised() throws Exception {
        System.out.println("CutConsumerTest: -Dtidings.seed=" + seed);
        int resets = Math.max(2, CUTS / 5);
        Queue<Handled> observed = new ConcurrentLinkedQueue<>();
        try (Ledger ledger = Ledger.open(rabbit, "cut-broker");
                FaultyProxy proxy = FaultyProxy.inFrontOf(rabbit.uri())) {
            Place place = ledger.place();
            ConsumerGroup.Spec slow = place.transactional(place.store(ledger.pool()), (event, transaction) -> {
                place.write(event, transaction);
                try (Statement statement = transaction.createStatement()) {
                    statement.execute("select pg_sleep(0.005)");
                }
            });
            long since = System.nanoTime();
            try (Broker broker = Broker.connect(proxy.through(rabbit.uri()));
                    ConsumerGroup group = slow.observing(observed::add).start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                for (int reset = 0; reset < resets; reset++) {
                    long effects = ledger.effects().size();
                    ledger.publish(200);
                    ledger.awaitEffects(effects + 1 + random.nextInt(150));
                    proxy.cut(Ending.RST);
                    since = System.nanoTime();
                    group.awaitConsuming(Duration.ofSeconds(20));
                }
                long all = 200L * resets;
                ledger.awaitEffects(all);
            }
            long recognised = observed.stream()
                    .filter(handled -> handled.verdict() == Handled.Verdict.DUPLICATE)
                    .count();
            Ledger.Figures figures =
                    ledger.settle("28, recognised when they came again " + recognised, resets, since, slow);
            assertThat(figures).isEqualTo(new Ledger.Figures(200 * resets, 0, 0, 0));
            List<String> lines = log.lines();
            assertThat(lines).noneMatch(line -> line.contains("PRECONDITION_FAILED"));
            assertThat(lines).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    @Test
    void what_can_neither_be_sent_round_nor_released_is_given_back_once() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Ledger ledger = Ledger.open(rabbit, "neither");
                FaultyProxy proxy = FaultyProxy.inFrontOf(ledger.place().url())) {
            Place place = ledger.place();
            try (HikariDataSource pool = place.by(proxy.through(place.url())).pool();
                    Broker broker = Broker.connect(rabbit.uri());
                    ConsumerGroup group = place.leased(place.store(pool), ledger.pool(), (event, own) -> {
                                if (calls.incrementAndGet() == 1) {
                                    ledger.deleteQueue(place.retryQueue());
                                    proxy.refuse();
                                    proxy.cut(Ending.RST);
                                    throw new IllegalStateException("not yet");
                                }
                                place.write(event, own);
                            })
                            .start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                ledger.publish(1);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> log.lines().stream().anyMatch(line -> line.contains("could not be released")));
                proxy.heal();
                ledger.awaitEffects(1);
            }
            assertThat(calls).hasValue(2);
            assertThat(log.lines()).noneMatch(line -> line.contains("PRECONDITION_FAILED"));
        }
    }
}
