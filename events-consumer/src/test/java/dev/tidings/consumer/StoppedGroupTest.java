package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Groups that are stopped in good order while they have much at hand. {@code -Dtidings.stops=100} for the long form. */
@Timeout(1_200)
class StoppedGroupTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int STOPS = Integer.getInteger("tidings.stops", 10);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void a_stop_finishes_what_has_begun_gives_back_the_rest_and_repeats_nothing() throws Exception {
        System.out.println("StoppedGroupTest: -Dtidings.seed=" + seed);
        List<Long> millis = new ArrayList<>();
        AtomicInteger duplicates = new AtomicInteger();
        try (Ledger ledger = Ledger.open(rabbit, "stopped");
                HikariDataSource pool = ledger.place().pool();
                Broker broker = Broker.connect(rabbit.uri())) {
            Place place = ledger.place();
            ConsumerGroup.Spec spec = place.transactional(place.store(pool), (event, connection) -> {
                        LockSupport.parkNanos(1_000_000);
                        place.write(event, connection);
                    })
                    .observing(handled -> duplicates.addAndGet(handled.verdict() == Handled.Verdict.DUPLICATE ? 1 : 0));
            long effects = 0;
            for (int stop = 0; stop < STOPS; stop++) {
                ConsumerGroup group = spec.start(broker).awaitConsuming(SOON);
                ledger.publish(400);
                effects += 1 + random.nextInt(300);
                ledger.awaitEffects(effects);
                long start = System.nanoTime();
                group.close();
                millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
                effects = ledger.effects().size();
            }
            Ledger.Figures figures = ledger.settle("51", STOPS, System.nanoTime(), spec);
            millis.sort(null);
            System.out.printf(
                    "stops %d: median %d ms, p99 %d ms, recognised when they came again %d%n",
                    STOPS, millis.get(STOPS / 2), millis.get(STOPS * 99 / 100), duplicates.get());
            assertThat(figures).isEqualTo(new Ledger.Figures(400 * STOPS, 0, 0, 0));
        }
    }

    @Test
    void handlers_that_do_not_end_in_time_are_interrupted_and_no_attempt_is_counted() throws Exception {
        List<Integer> attempts = new ArrayList<>();
        try (Broker broker = Broker.connect(rabbit.uri());
                RawClient raw = new RawClient(rabbit.uri())) {
            String group = rabbit.name("stuck");
            String exchange = rabbit.name("stuck-users");
            rabbit.alsoDelete(group + ".dead", group + ".alone", group + ".retry.100ms");
            AtomicInteger begun = new AtomicInteger();
            ConsumerGroup.Spec spec = ConsumerGroup.named(group)
                    .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                    .stopWithin(Duration.ofMillis(200));
            try (ConsumerGroup first = spec.on(exchange, "#", event -> {
                        begun.incrementAndGet();
                        Thread.currentThread().join();
                    })
                    .start(broker)) {
                first.awaitConsuming(SOON);
                raw.publish(exchange, "user.created", "{\"user_id\":1}");
                await().atMost(SOON).until(() -> begun.get() == 1);
            }
            assertThat(raw.depth(group + ".dead") + raw.depth(group + ".retry.100ms"))
                    .isZero();
            try (ConsumerGroup second = spec.on(exchange, "#", event -> {})
                    .observing(handled -> attempts.add(handled.attempt()))
                    .start(broker)) {
                second.awaitConsuming(SOON);
                await().atMost(SOON).until(() -> attempts.size() == 1);
            }
            assertThat(attempts).containsExactly(1);
        }
    }

    @Test
    void a_process_that_is_told_to_end_ends_in_good_order() throws Exception {
        try (Ledger ledger = Ledger.open(rabbit, "terminated")) {
            Place place = ledger.place();
            try (ChildJvm child =
                    ChildJvm.start(Terminated.class, "128m", place.words().toArray(String[]::new))) {
                for (String line = child.line(); !line.equals("consuming"); line = child.line()) {
                    assertThat(line).isNotEmpty();
                }
                ledger.publish(2_000);
                ledger.awaitEffects(50);
                child.signal("TERM");
                // 128 and the signal's number: the JVM ended by itself, after its shutdown hooks.
                assertThat(child.exitCode()).isEqualTo(128 + 15);
            }
            Ledger.Figures figures = ledger.settle(
                    "51, SIGTERM", 1, System.nanoTime(), place.transactional(place.store(ledger.pool()), place::write));
            assertThat(figures).isEqualTo(new Ledger.Figures(2_000, 0, 0, 0));
        }
    }

    /** In a process of its own. */
    static final class Terminated {
        private Terminated() {}

        public static void main(String[] words) throws IOException {
            Place place = Place.of(List.of(words));
            try (HikariDataSource pool = place.pool()) {
                Broker broker = Broker.connect(place.uri());
                place.transactional(place.store(pool), (event, connection) -> {
                            LockSupport.parkNanos(1_000_000);
                            place.write(event, connection);
                        })
                        .start(broker)
                        .awaitConsuming(SOON);
                System.out.println("consuming");
                broker.awaitShutdown();
            }
        }
    }
}
