package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.publisher.EventPublisher.Outcome;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A group comes back to a full queue. {@code -Dtidings.events=1000000} for the long form. */
@Tag("slow")
@Timeout(1_800)
class GroupBacklogTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int EVENTS = Integer.getInteger("tidings.events", 100_000);
    private static final String HEAP = "128m";
    /** With eight workers this is some 12,000 in a second, fewer than the broker delivers. */
    private static final Duration EACH = Duration.ofNanos(600_000);

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    @Test
    void handlers_slower_than_the_broker_work_it_off_in_little_memory() throws Exception {
        start(spec().on(exchange, "#", event -> {})).close();
        publish();
        assertThat(raw.depth(group)).isEqualTo(EVENTS);

        long start = System.nanoTime();
        try (ChildJvm child = BacklogChild.start(HEAP, rabbit.uri(), exchange, group, EVENTS, EACH)) {
            String said = child.line();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "GroupBacklogTest: lost=0, %,d events in a heap of %s: %s in the old generation at most, %.1f s%n",
                    EVENTS, HEAP, said, seconds);
            assertThat(said).startsWith("handled, " + EVENTS + " calls");
            assertThat(child.exitCode())
                    .as("of a process that runs out of memory it is 3")
                    .isZero();
        }
        assertThat(raw.depth(group)).isZero();
        assertThat(raw.depth(group + ".dead")).isZero();
    }

    private void publish() {
        AtomicInteger routed = new AtomicInteger();
        try (EventPublisher publisher =
                EventPublisher.to(exchange).deadline(DEADLINE).open(broker)) {
            for (int order = 0; order < EVENTS; order++) {
                CompletableFuture<Void> unused = publisher
                        .publishAsync(DomainEvent.of("order.paid", "order_id", order))
                        .thenAccept(outcome -> routed.addAndGet(outcome == Outcome.ROUTED ? 1 : 0));
            }
            await().atMost(DEADLINE).until(() -> routed.get() == EVENTS);
        }
    }
}
