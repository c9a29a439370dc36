package dev.tidings.publisher;

import static dev.tidings.publisher.EventPublisher.Outcome.ROUTED;
import static dev.tidings.testkit.proxy.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A publish whose connection is cut after any of its bytes arrives. */
class CutBytesTest {
    private static final int LINKS = 4;

    /** Longer than the first pause after a lost connection, so that the next pause is a first one again. */
    private static final Duration IDLE = Duration.ofMillis(150);

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final String exchange = rabbit.name("cut");
    private final Set<String> published = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);

    private DomainEvent event() {
        // Always as many bytes.
        return DomainEvent.of("user.created", "user_id", 42);
    }

    @Test
    void a_publish_that_is_cut_after_any_of_its_bytes_arrives() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        int step = Boolean.getBoolean("tidings.thorough") ? 1 : 3;
        int offset = new Random(seed).nextInt(step);
        try (RawQueue queue = new RawQueue(rabbit.uri(), exchange).boundTo(exchange, "topic", "#")) {
            int size = bytesOfOnePublish();
            List<Integer> cutAfter = IntStream.rangeClosed(1, size)
                    .filter(n -> n % step == offset)
                    .boxed()
                    .toList();
            CompletableFuture.allOf(IntStream.range(0, LINKS)
                            .mapToObj(link -> CompletableFuture.runAsync(
                                    () -> sweep(cutAfter, link), each -> new Thread(each, "sweep " + link).start()))
                            .toArray(CompletableFuture[]::new))
                    .join();

            List<String> held = queue.takeIds();
            Set<String> distinct = new HashSet<>(held);
            Set<String> lost = new HashSet<>(published);
            lost.removeAll(distinct);
            System.out.printf(
                    "row 5 (-Dtidings.seed=%d): %d of %d bytes, injected %d, published %d, lost %d, duplicates %d, unresolved 0, recovery at most %,d ms%n",
                    seed,
                    cutAfter.size(),
                    size,
                    cuts.get(),
                    published.size(),
                    lost.size(),
                    held.size() - distinct.size(),
                    slowest.get());
            assertThat(cuts).hasValue(cutAfter.size());
            assertThat(lost).isEmpty();
        }
    }

    private int bytesOfOnePublish() {
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(rabbit.uri());
                Broker broker = Broker.connect(proxy.through(rabbit.uri())).awaitConnected(Duration.ofSeconds(10));
                EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            publish(publisher);
            long before = proxy.passed(TO_SERVER);
            publish(publisher);
            return (int) (proxy.passed(TO_SERVER) - before);
        }
    }

    private void publish(EventPublisher publisher) {
        DomainEvent event = event();
        assertThat(publisher.publish(event)).isEqualTo(ROUTED);
        published.add(event.eventId());
    }

    /** Every {@link #LINKS}th of these, on a link of its own. */
    private void sweep(List<Integer> cutAfter, int first) {
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(rabbit.uri());
                Broker broker = Broker.connect(proxy.through(rabbit.uri())).awaitConnected(Duration.ofSeconds(10));
                EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            publish(publisher);
            for (int i = first; i < cutAfter.size(); i += LINKS) {
                await().pollDelay(IDLE).until(broker::health, health -> health.state() == Health.State.UP);
                int before = proxy.accepted();
                proxy.cutAfter(TO_SERVER, cutAfter.get(i), Ending.RST);
                long start = System.nanoTime();
                publish(publisher);
                slowest.accumulate((System.nanoTime() - start) / 1_000_000);
                await().until(() -> proxy.accepted() > before);
                cuts.incrementAndGet();
            }
        }
    }
}
