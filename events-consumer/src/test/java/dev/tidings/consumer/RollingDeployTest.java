package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.DeadLetters.Redriven;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An old version of a service, and a new one that handles a further type of event, share the queue of their group. */
class RollingDeployTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final int EVENTS = 200;

    private final Map<String, Integer> byNew = new ConcurrentHashMap<>();
    private final Map<String, Integer> byOld = new ConcurrentHashMap<>();
    private Broker oldProcess;

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    @BeforeEach
    void startOldProcess() {
        rabbit.alsoDelete(GroupQueues.ofEvents(group).retry(DELAY));
        oldProcess = Broker.connect(rabbit.uri()).awaitConnected(DEADLINE);
    }

    @AfterEach
    void stopOldProcess() {
        oldProcess.close();
    }

    private static void count(Map<String, Integer> handled, DomainEvent event) {
        handled.merge(event.routingKey() + " " + event.eventId(), 1, Integer::sum);
    }

    private ConsumerGroup startOld() {
        return version(byOld).start(oldProcess).awaitConsuming(DEADLINE);
    }

    private ConsumerGroup startNew() {
        return version(byNew)
                .on(exchange, "user.merged", event -> count(byNew, event))
                .start(broker)
                .awaitConsuming(DEADLINE);
    }

    private ConsumerGroup.Spec version(Map<String, Integer> handled) {
        return spec().onFailure(FailurePolicy.retryAfter(DELAY, DELAY, DELAY))
                .on(exchange, "user.created", event -> count(handled, event));
    }

    /** Two of each type in turn, since the broker hands them out in turn. What those of the new type are called in the counts. */
    private List<String> publish() throws Exception {
        List<String> merged = new ArrayList<>();
        for (int user = 0; user < EVENTS; user++) {
            String id = UUID.randomUUID().toString();
            boolean isMerged = user % 4 < 2;
            String type = isMerged ? "user.merged" : "user.created";
            raw.publish(
                    exchange,
                    type,
                    RawClient.withId(id),
                    "{\"user_id\":%d}".formatted(user).getBytes(UTF_8));
            if (isMerged) {
                merged.add(type + " " + id);
            }
        }
        return merged;
    }

    private long told(Verdict verdict) {
        return observed.stream().filter(handled -> handled.verdict() == verdict).count();
    }

    private void assertAllOnce(List<String> merged) {
        assertThat(byNew.keySet()).containsAll(merged);
        assertThat(byOld.keySet()).noneMatch(handled -> handled.startsWith("user.merged"));
        assertThat(byNew.keySet()).doesNotContainAnyElementsOf(byOld.keySet());
        assertThat(byNew.size() + byOld.size()).isEqualTo(EVENTS);
        assertThat(byNew.values()).containsOnly(1);
        assertThat(byOld.values()).containsOnly(1);
    }

    @Test
    void what_the_old_version_does_not_know_comes_to_the_new_one_when_the_old_one_has_gone() throws Exception {
        ConsumerGroup old = startOld();
        startNew();

        List<String> merged = publish();
        await().atMost(DEADLINE).until(() -> told(Verdict.RETRY_LATER) > 0);
        old.close();

        await().atMost(DEADLINE).until(() -> byNew.size() + byOld.size() == EVENTS);
        System.out.printf(
                "RollingDeployTest: lost=0, duplicates=0, of %d events of the new type %d took a retry, dead letters %d%n",
                merged.size(), told(Verdict.RETRY_LATER), raw.depth(group + ".dead"));
        assertAllOnce(merged);
        assertThat(raw.depth(group + ".dead")).isZero();
    }

    @Test
    void what_no_version_knows_is_parked_until_one_is_deployed_that_does() throws Exception {
        startNew().close();
        ConsumerGroup old = startOld();

        List<String> merged = publish();

        await().atMost(DEADLINE).until(() -> raw.depth(group + ".dead") == merged.size());
        DeadLetters parked = DeadLetters.of(group, broker);
        assertThat(parked.count(DeadLetter::reason)).isEqualTo(Map.of(Reason.UNMATCHED, (long) merged.size()));
        assertThat(parked.peek(EVENTS)).extracting(DeadLetter::attempts).containsOnly(4);
        old.close();
        startNew();
        assertThat(parked.redrive()).isEqualTo(new Redriven(merged.size(), 0));

        await().atMost(DEADLINE).until(() -> byNew.size() + byOld.size() == EVENTS);
        System.out.printf(
                "RollingDeployTest: lost=0, duplicates=0, %d events of the new type parked by the old version alone, and handled after a redrive%n",
                merged.size());
        assertAllOnce(merged);
    }
}
