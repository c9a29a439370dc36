package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.publisher.EventPublisher.Outcome;
import dev.tidings.testkit.broker.PrivateNode;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody deletes the queue of a group that runs, while some of its events wait for their retry. */
@Timeout(600)
class DeletedQueueTest {
    private static final int DELETIONS = 5;
    private static final int RETRIED = 20;
    private static final String GROUP = "deleted";
    private static final String FLAKY = "order.flaky";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final RabbitMqNode node = PrivateNode.shared();
    private final Map<String, Outcome> published = new HashMap<>();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> done = new ConcurrentHashMap<>();
    private long orders;
    private String usual = "";

    /** A delay queue that found no queue to hand on to tries again after this time. */
    private String setHandOverAgainAfter(String millis) {
        return node.evaluate("Name = dead_letter_worker_publisher_confirm_timeout,"
                + "{ok, Before} = application:get_env(rabbit, Name),"
                + "application:set_env(rabbit, Name, " + millis + "), integer_to_list(Before).");
    }

    @BeforeEach
    void doNotWaitThreeMinutes() {
        usual = setHandOverAgainAfter("2000");
    }

    @AfterEach
    void asItWas() {
        assertThat(setHandOverAgainAfter(usual)).isEqualTo("2000");
    }

    private void handle(DomainEvent event) {
        if (event.routingKey().equals(FLAKY) && failed.add(event.eventId())) {
            throw new IllegalStateException("not yet");
        }
        done.merge(event.eventId(), 1, Integer::sum);
    }

    private Outcome publish(EventPublisher publisher, String type) {
        DomainEvent event = DomainEvent.of(type, "order_id", ++orders);
        Outcome outcome = publisher.publish(event);
        published.put(event.eventId(), outcome);
        return outcome;
    }

    private Set<String> told(Outcome outcome) {
        Set<String> ids = new HashSet<>(published.keySet());
        ids.removeIf(id -> published.get(id) != outcome);
        return ids;
    }

    /** How long it takes until an event finds the queue again. */
    private Duration delete(RawClient raw, EventPublisher publisher) throws Exception {
        raw.deleteQueue(GROUP);
        long start = System.nanoTime();
        while (publish(publisher, "order.paid") == Outcome.UNROUTED) {
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds without a queue")
                    .isLessThan(DEADLINE.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void it_is_declared_and_consumed_again_and_who_publishes_meanwhile_is_told_so() throws Exception {
        try (Logged log = Logged.from(Level.WARN);
                RawClient raw = new RawClient(node.uri());
                Broker broker = Broker.connect(node.uri()).awaitConnected(DEADLINE);
                EventPublisher publisher = EventPublisher.to("deletions").open(broker);
                ConsumerGroup group = ConsumerGroup.named(GROUP)
                        .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(300)))
                        .on("deletions", "order.*", this::handle)
                        .start(broker)) {
            Duration longest = Duration.ZERO;
            for (int deletion = 1; deletion <= DELETIONS; deletion++) {
                group.awaitConsuming(DEADLINE);
                for (int i = 0; i < RETRIED; i++) {
                    assertThat(publish(publisher, FLAKY)).isEqualTo(Outcome.ROUTED);
                }
                int retried = deletion * RETRIED;
                await().atMost(DEADLINE).until(() -> failed.size() == retried && raw.depth(GROUP) == 0);
                Duration back = delete(raw, publisher);
                longest = longest.compareTo(back) > 0 ? longest : back;
            }
            long since = System.nanoTime();

            await().atMost(DEADLINE).until(() -> done.keySet().containsAll(told(Outcome.ROUTED)));
            System.out.printf(
                    "DeletedQueueTest: queue deleted %d times, published %d, UNROUTED %d, lost=0, duplicates=%d, bound again after %d ms at most, all handled after %d ms%n",
                    DELETIONS,
                    published.size(),
                    told(Outcome.UNROUTED).size(),
                    done.values().stream().mapToInt(times -> times - 1).sum(),
                    longest.toMillis(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
            assertThat(told(Outcome.UNROUTED)).isNotEmpty();
            assertThat(done.keySet())
                    .as("handled, and told UNROUTED")
                    .doesNotContainAnyElementsOf(told(Outcome.UNROUTED));
            assertThat(log.warnings())
                    .filteredOn(line -> line.contains("opening a new channel"))
                    .as("channels opened again")
                    .hasSize(DELETIONS);
        }
    }
}
