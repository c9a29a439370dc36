package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.publisher.EventPublisher.Outcome;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Groups that have all at hand that the broker lets them have, and slow handlers, beside a publisher of the same process. {@code
 * -Dtidings.seconds=60} for the long form, in which heartbeats come and go.
 */
@Tag("slow")
@Timeout(600)
class BusyNeighbourTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int SECONDS = Integer.getInteger("tidings.seconds", 4);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration PERIOD = Duration.ofMillis(2);
    private static final Duration SLOW = Duration.ofMillis(200);
    private static final int GROUPS = 3;
    private static final int PREFETCH = 500;
    /** For each group, more than it can handle in that time: eight handlers, five times a second. */
    private static final int BACKLOG = 2 * PREFETCH + 80 * SECONDS;

    private final AtomicInteger handledSlowly = new AtomicInteger();

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    @Test
    void they_hold_up_neither_its_confirms_nor_the_connections() throws Exception {
        String measured = rabbit.name("measured");
        raw.declareTopic(measured);
        raw.declareQueue(measured);
        raw.bind(measured, measured, "#");
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(rabbit.uri());
                Broker shared = Broker.connect(proxy.through(rabbit.uri())).awaitConnected(DEADLINE);
                EventPublisher publisher = EventPublisher.to(measured).open(shared)) {
            millisUntilConfirmed(publisher);
            List<Double> alone = millisUntilConfirmed(publisher);

            List<String> groups = startSlowGroups(shared);
            int before = handledSlowly.get();
            List<Double> beside = millisUntilConfirmed(publisher);

            for (String group : groups) {
                assertThat(raw.depth(group))
                        .as("events that %s cannot take yet", group)
                        .isPositive();
            }
            System.out.printf(
                    "BusyNeighbourTest: confirms alone p50 %.2f ms p99 %.2f ms, beside %d groups with %d events at hand p50 %.2f ms p99 %.2f ms, ratio of p99 %.2f; %d slow events handled, connections %d, %s%n",
                    percentile(alone, 50),
                    percentile(alone, 99),
                    GROUPS,
                    GROUPS * PREFETCH,
                    percentile(beside, 50),
                    percentile(beside, 99),
                    percentile(beside, 99) / percentile(alone, 99),
                    handledSlowly.get() - before,
                    proxy.accepted(),
                    shared.health());
            assertThat(handledSlowly.get()).isGreaterThan(before);
            assertThat(proxy.accepted()).as("connections").isEqualTo(2);
            assertThat(shared.health().state()).isEqualTo(Health.State.UP);
        }
    }

    private List<String> startSlowGroups(Broker shared) throws Exception {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            String slow = rabbit.name("slow-" + i);
            rabbit.alsoDelete(slow + ".dead");
            groups.add(slow);
            ConsumerGroup.named(slow)
                    .onFailure(FailurePolicy.retryAfter())
                    .on(exchange, "#", event -> {
                        LockSupport.parkNanos(SLOW.toNanos());
                        handledSlowly.incrementAndGet();
                    })
                    .start(shared)
                    .awaitConsuming(DEADLINE);
        }
        for (int order = 0; order < BACKLOG; order++) {
            raw.publish(
                    exchange,
                    "order.paid",
                    RawClient.withHeaders(java.util.Map.of()),
                    "{\"order_id\":%d}".formatted(order).getBytes(UTF_8));
        }
        for (String slow : groups) {
            await().atMost(DEADLINE).until(() -> raw.depth(slow) <= BACKLOG - PREFETCH);
        }
        return groups;
    }

    /** At a steady pace. All of them must be routed. */
    private static List<Double> millisUntilConfirmed(EventPublisher publisher) {
        List<CompletableFuture<Double>> all = new ArrayList<>();
        long start = System.nanoTime();
        long period = PERIOD.toNanos();
        for (long due = start; due < start + TimeUnit.SECONDS.toNanos(SECONDS); due += period) {
            LockSupport.parkNanos(due - System.nanoTime());
            long since = System.nanoTime();
            all.add(publisher
                    .publishAsync(DomainEvent.of("user.created", "user_id", all.size()))
                    .thenApply(outcome -> {
                        double millis = (System.nanoTime() - since) / 1e6;
                        assertThat(outcome).isEqualTo(Outcome.ROUTED);
                        return millis;
                    }));
        }
        return all.stream().map(CompletableFuture::join).sorted().toList();
    }

    private static double percentile(List<Double> sorted, int percent) {
        return sorted.get(sorted.size() * percent / 100);
    }
}
