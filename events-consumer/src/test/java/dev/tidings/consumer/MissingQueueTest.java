package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.testkit.broker.PrivateNode;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group that cannot get rid of its retries or dead letters: their queue is gone, or full. */
@Tag("slow")
@Timeout(300)
class MissingQueueTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int EVENTS = 100;
    private static final int RETURNS = 3;

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    /** How often each event went back to the queue. */
    private final Map<String, Integer> returns = new ConcurrentHashMap<>();

    private final Logged log = Logged.from(Level.WARN);
    private final RabbitMqNode node = PrivateNode.shared();
    private Ledger ledger;
    private Place place;

    @BeforeEach
    void open() throws Exception {
        System.out.println("MissingQueueTest: -Dtidings.seed=" + seed);
        ledger = Ledger.open(node);
        place = ledger.place();
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        ledger.close();
    }

    private ConsumerGroup.Spec spec() {
        return place.handling(true, ledger.pool()).observing(handled -> {
            if (handled.verdict() == Verdict.GIVEN_BACK) {
                returns.merge(handled.event().orElseThrow().eventId(), 1, Integer::sum);
            }
        });
    }

    private void assertNothingLost(String what, long since) throws Exception {
        Ledger.Figures figures = ledger.settle(what + ", seed " + seed, 1, since, spec());
        assertThat(figures.lost()).isZero();
        assertThat(figures.duplicates()).isZero();
        assertThat(ledger.ghosts()).isEmpty();
        assertThat(ledger.letters().keySet()).containsExactlyInAnyOrderElementsOf(ledger.published(Fate.POISON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead", "retry"})
    void an_event_whose_next_queue_is_gone_stays_until_an_instance_declares_it(String which) throws Exception {
        String gone = which.equals("dead") ? place.deadQueue() : place.retryQueue();
        long since;
        try (Broker broker = Broker.connect(place.uri());
                ConsumerGroup group = spec().start(broker).awaitConsuming(DEADLINE)) {
            ledger.deleteQueue(gone);
            long start = System.nanoTime();
            ledger.publishAny(EVENTS, new Random(seed));
            ledger.awaitEffects(ledger.published(Fate.GOOD).size());
            Set<String> stuck = ledger.published(Fate.POISON);
            if (gone.equals(place.retryQueue())) {
                stuck.addAll(ledger.published(Fate.FLAKY));
            }
            await().atMost(DEADLINE).until(() -> stuck.stream().allMatch(id -> returns.getOrDefault(id, 0) >= RETURNS));
            double seconds = (System.nanoTime() - start) / 1e9;
            int most = Collections.max(returns.values());
            System.out.printf(
                    "MissingQueueTest: without queue %s %d events came back at most %d times in %.1f s; %s%n",
                    which, stuck.size(), most, seconds, group.health());
            assertThat(most).as("returns, each after a second").isLessThanOrEqualTo((int) seconds + 1);
            since = System.nanoTime();
            spec().start(broker).awaitConsuming(DEADLINE);
            ledger.awaitAll();
        }
        assertNothingLost("without queue " + which, since);
        assertThat(log.warnings()).anyMatch(line -> line.contains("could not move a delivery to queue " + gone));
    }

    @Test
    void an_event_whose_next_queue_is_full_stays_until_there_is_room() throws Exception {
        limit(1);
        long since;
        try (Broker broker = Broker.connect(place.uri());
                ConsumerGroup group = spec().start(broker).awaitConsuming(DEADLINE)) {
            Random random = new Random(seed);
            ledger.publishAny(EVENTS, random);
            await().atMost(DEADLINE).until(() -> ledger.depth(place.deadQueue()) > 1);
            // A quorum queue may take more than its limit, until it has told those who publish.
            ledger.publishAny(EVENTS, random);
            await().atMost(DEADLINE).until(() -> !returns.isEmpty());
            System.out.printf(
                    "MissingQueueTest: with full queues %d events came back, %d of %d have their effect; %s%n",
                    returns.size(),
                    ledger.effects().size(),
                    2 * EVENTS - ledger.published(Fate.POISON).size(),
                    group.health());
            since = System.nanoTime();
            // RabbitMQ 3.10 goes on refusing a channel where the limit is cleared, and not where it is raised.
            limit(10_000);
            ledger.awaitAll();
        }
        assertNothingLost("full queues", since);
        assertThat(log.warnings()).anyMatch(line -> line.contains("the broker refused it (nack)"));
    }

    /** As {@code rabbitmqctl set_policy} does, which takes seconds. */
    private void limit(int messages) {
        node.evaluate("ok = rabbit_policy:parse_set(<<\"/\">>, <<\"full-%s\">>, <<\"^%s[.](dead|retry[.].*)$\">>,"
                        .formatted(place.table(), place.group())
                + "<<\"{\\\"max-length\\\":%d}\">>, 0, <<\"queues\">>, <<\"tidings\">>), ok.".formatted(messages));
    }
}
