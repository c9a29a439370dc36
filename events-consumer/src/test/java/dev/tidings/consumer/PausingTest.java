package dev.tidings.consumer;

import static dev.tidings.consumer.Reaction.inBatches;
import static dev.tidings.consumer.Reaction.inTransaction;
import static dev.tidings.consumer.Reaction.inTransactionBatches;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import java.net.ConnectException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What handlers need does not work for a while. */
@Tag("slow")
class PausingTest extends OnPostgres {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int EVENTS = 200;
    /** Each of the handlers that ran at once may fail, and then one of each trial. */
    private static final int MOST_CALLS = 20;

    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean down = true;

    private void need() throws ConnectException {
        calls.incrementAndGet();
        if (down) {
            throw new ConnectException("nobody listens there");
        }
    }

    private void enter(DomainEvent event, Connection transaction) throws Exception {
        effects.add(transaction, order(event), "paid");
        need();
    }

    private void enterAll(List<DomainEvent> events, Connection transaction) throws Exception {
        for (DomainEvent event : events) {
            effects.add(transaction, order(event), "paid");
        }
        need();
    }

    private ConsumerGroup.Spec pausing() {
        return spec().onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)).pauseOn(ConnectException.class))
                .idempotency(effects.store());
    }

    private void assertPausesAndLosesNothing(ConsumerGroup.Spec spec) throws Exception {
        ConsumerGroup running = start(spec);
        publish(EVENTS);

        await().atMost(DEADLINE).until(() -> running.health().words().contains("paused"));
        assertThat(running.health().words()).endsWith("because ConnectException: nobody listens there");
        awaitTrials(1);
        assertThat(calls.get()).isLessThanOrEqualTo(MOST_CALLS);
        down = false;

        await().atMost(DEADLINE).until(() -> running.health().words().contains("consuming"));
        await().atMost(DEADLINE)
                .until(() -> observed.stream()
                                .filter(handled -> handled.verdict() == Verdict.DONE)
                                .count()
                        == EVENTS);
        assertThat(observed).noneMatch(handled -> handled.verdict() == Verdict.DEAD);
        assertThat(raw.depth(group + ".dead")).isZero();
    }

    private void awaitTrials(int count) {
        int before = calls.get();
        await().atMost(DEADLINE).until(() -> calls.get() >= before + count);
    }

    @Test
    void few_handlers_are_called_meanwhile_and_no_attempt_is_counted() throws Exception {
        assertPausesAndLosesNothing(pausing().on(exchange, "#", event -> need()));
    }

    @Test
    void a_trial_that_fails_is_followed_by_another() throws Exception {
        ConsumerGroup running = start(pausing().on(exchange, "#", event -> need()));
        publish(EVENTS);

        await().atMost(DEADLINE).until(() -> running.health().words().contains("paused"));
        awaitTrials(2);

        down = false;
        await().atMost(DEADLINE).until(() -> running.health().words().contains("consuming"));
    }

    @Test
    void a_batch_is_not_tried_by_halves() throws Exception {
        assertPausesAndLosesNothing(pausing().on(exchange, "#", inBatches(events -> need())));
    }

    @Test
    void a_transaction_leaves_nothing_behind() throws Exception {
        assertPausesAndLosesNothing(pausing().on(exchange, "#", inTransaction(this::enter)));

        assertThat(effects.counts()).isEqualTo(onceBut(EVENTS));
    }

    @Test
    void a_transaction_for_many_leaves_nothing_behind() throws Exception {
        assertPausesAndLosesNothing(pausing().on(exchange, "#", inTransactionBatches(this::enterAll)));

        assertThat(effects.counts()).isEqualTo(onceBut(EVENTS));
    }

    @Test
    void an_event_that_always_says_so_does_not_keep_the_others_from_being_handled() throws Exception {
        start(pausing().on(exchange, "#", event -> {
            if (order(event) == 7) {
                throw new UnavailableException("says order 7");
            }
        }));

        publish(EVENTS);

        await().atMost(DEADLINE)
                .until(() -> observed.stream()
                                .filter(handled -> handled.verdict() == Verdict.DONE)
                                .count()
                        == EVENTS - 1);
    }

    @Test
    void an_event_that_has_said_so_too_often_fails_like_any_other() throws Exception {
        start(pausing().on(exchange, "#", event -> need()));
        BasicProperties properties = RawClient.withId(UUID.randomUUID().toString())
                .builder()
                .headers(Map.of(Letter.PAUSES, 1_000))
                .build();

        raw.publish(exchange, "order.paid", properties, "{\"order_id\":1}".getBytes(UTF_8));

        GetResponse dead = raw.next(group + ".dead");
        assertThat(dead.getProps().getHeaders().get("tidings-failure-exception"))
                .hasToString(ConnectException.class.getName());
        assertThat(dead.getProps().getHeaders()).containsEntry("tidings-failure-attempts", 2);
        assertThat(calls).hasValue(2);
    }

    @Test
    void a_group_without_delays_gives_the_event_back() throws Exception {
        assertPausesAndLosesNothing(pausing()
                .onFailure(FailurePolicy.retryAfter().pauseOn(ConnectException.class))
                .on(exchange, "#", event -> need()));
    }
}
