package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One event, delivered to two instances while the first of them has not decided. */
@Tag("slow")
@Timeout(1_200)
class DuplicatesAtOnceTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int EVENTS = Integer.getInteger("tidings.pairs", 300);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Queue<Handled> observed = new ConcurrentLinkedQueue<>();
    private final Queue<Duration> claims = new ConcurrentLinkedQueue<>();

    private long verdicts(Handled.Verdict verdict) {
        return observed.stream().filter(handled -> handled.verdict() == verdict).count();
    }

    private TransactionalIdempotencyStore timed(TransactionalIdempotencyStore store) {
        return WatchedStore.of(store, new WatchedStore.Watch() {
            @Override
            public void after(String method, Optional<Throwable> thrown, Duration took) {
                if (method.equals("claimAll")) {
                    claims.add(took);
                }
            }
        });
    }

    private String figure() {
        List<Duration> sorted = claims.stream().sorted().toList();
        return "claims %d, p50 %d ms, p99 %d ms, longest %d ms, sent round %d times, recognised %d"
                .formatted(
                        sorted.size(),
                        sorted.get(sorted.size() / 2).toMillis(),
                        sorted.get(sorted.size() * 99 / 100).toMillis(),
                        sorted.get(sorted.size() - 1).toMillis(),
                        verdicts(Handled.Verdict.RETRY_LATER),
                        verdicts(Handled.Verdict.DUPLICATE));
    }

    @Test
    void of_two_instances_that_get_an_event_at_the_same_instant_one_handles_it() throws Exception {
        try (Ledger ledger = Ledger.open(rabbit, "pairs")) {
            Place place = ledger.place();
            long since;
            try (HikariDataSource otherPool = place.pool();
                    Broker broker = Broker.connect(rabbit.uri());
                    Broker otherBroker = Broker.connect(rabbit.uri());
                    ConsumerGroup one = place.transactional(timed(place.store(ledger.pool())), place::write)
                            .observing(observed::add)
                            .start(broker)
                            .awaitConsuming(DEADLINE);
                    ConsumerGroup other = place.transactional(timed(place.store(otherPool)), place::write)
                            .observing(observed::add)
                            .start(otherBroker)
                            .awaitConsuming(DEADLINE)) {
                since = System.nanoTime();
                ledger.publishTwice(EVENTS);
                await().atMost(DEADLINE)
                        .until(() ->
                                verdicts(Handled.Verdict.DONE) + verdicts(Handled.Verdict.DUPLICATE) >= 2L * EVENTS);
                assertThat(one.health().words() + other.health().words()).doesNotContain("fails");
            }
            Ledger.Figures figures = ledger.settle(
                    "30, " + figure(), EVENTS, since, place.transactional(place.store(ledger.pool()), place::write));
            assertThat(figures).isEqualTo(new Ledger.Figures(EVENTS, 0, 0, 0));
            assertThat(verdicts(Handled.Verdict.DONE)).isEqualTo(EVENTS);
        }
    }

    @Test
    void a_duplicate_of_what_a_long_transaction_holds_goes_round_and_is_handled_when_that_is_rolled_back()
            throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (Ledger ledger = Ledger.open(rabbit, "long-transaction")) {
            Place place = ledger.place();
            long since;
            try (HikariDataSource otherPool = place.pool();
                    Broker broker = Broker.connect(rabbit.uri());
                    Broker otherBroker = Broker.connect(rabbit.uri());
                    ConsumerGroup holder = place.transactional(
                                    place.store(ledger.pool()).lease(Duration.ofMinutes(1)), (event, transaction) -> {
                                        place.write(event, transaction);
                                        held.countDown();
                                        assertThat(release.await(1, TimeUnit.MINUTES))
                                                .isTrue();
                                        if (calls.incrementAndGet() == 1) {
                                            throw new IllegalStateException("given up");
                                        }
                                    })
                            .start(broker)
                            .awaitConsuming(DEADLINE)) {
                List<String> ids = ledger.publish(1);
                assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
                try (ConsumerGroup other = place.transactional(timed(place.store(otherPool)), place::write)
                        .observing(observed::add)
                        .start(otherBroker)
                        .awaitConsuming(DEADLINE)) {
                    ledger.publish(Collections.nCopies(10, ids.get(0)));
                    await().atMost(DEADLINE).until(() -> verdicts(Handled.Verdict.RETRY_LATER) >= 1);
                    assertThat(verdicts(Handled.Verdict.DONE))
                            .as("handled while the transaction goes on")
                            .isZero();
                    assertThat(ledger.effects()).isEmpty();
                    since = System.nanoTime();
                    release.countDown();
                    ledger.awaitEffects(1);
                    assertThat(other.health().words() + holder.health().words()).doesNotContain("fails");
                }
            }
            Ledger.Figures figures = ledger.settle(
                    "31, " + figure(), 1, since, place.transactional(place.store(ledger.pool()), place::write));
            assertThat(figures).isEqualTo(new Ledger.Figures(1, 0, 0, 0));
        }
    }

    @Test
    void a_lease_shorter_than_the_handler_is_renewed_until_it_returns() throws Exception {
        Duration lease = Duration.ofMillis(500);
        int events = 3;
        try (Ledger ledger = Ledger.open(rabbit, "short-lease")) {
            Place place = ledger.place();
            long since = System.nanoTime();
            try (HikariDataSource otherPool = place.pool();
                    Broker broker = Broker.connect(rabbit.uri());
                    Broker otherBroker = Broker.connect(rabbit.uri());
                    ConsumerGroup one = place.leased(
                                    timed(place.store(ledger.pool()).lease(lease)), ledger.pool(), (event, own) -> {
                                        place.write(event, own);
                                        LockSupport.parkNanos(
                                                lease.multipliedBy(4).toNanos());
                                    })
                            .observing(observed::add)
                            .start(broker)
                            .awaitConsuming(DEADLINE);
                    ConsumerGroup other = place.leased(
                                    timed(place.store(otherPool).lease(lease)), otherPool, (event, own) -> {
                                        place.write(event, own);
                                        LockSupport.parkNanos(
                                                lease.multipliedBy(4).toNanos());
                                    })
                            .observing(observed::add)
                            .start(otherBroker)
                            .awaitConsuming(DEADLINE)) {
                ledger.publishTwice(events);
                await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                verdicts(Handled.Verdict.DONE) + verdicts(Handled.Verdict.DUPLICATE) >= 2L * events);
                assertThat(one.health().words() + other.health().words()).doesNotContain("fails");
            }
            Ledger.Figures figures = ledger.settle(
                    "33, " + figure(),
                    events,
                    since,
                    place.leased(place.store(ledger.pool()), ledger.pool(), place::write));
            assertThat(figures).isEqualTo(new Ledger.Figures(events, 0, 0, 0));
            assertThat(verdicts(Handled.Verdict.RETRY_LATER)).isPositive();
        }
    }
}
