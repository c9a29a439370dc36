package dev.tidings.testkit;

import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.DUPLICATE;
import static dev.tidings.consumer.Handled.Verdict.GIVEN_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.DeadLetter;
import dev.tidings.consumer.DeadLetters;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Reason;
import dev.tidings.events.EventFormat;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import dev.tidings.idempotency.CaffeineIdempotencyStore;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that end the process that handles them. */
class SuspectsTest extends OnFaultyBroker {
    private static final long DEADLY = 3;

    private final List<Long> done = new ArrayList<>();

    /** A process whose handler ends it for one order. */
    private ConsumerGroup.Spec mortal(IdempotencyStore store) {
        return billing(event -> {
                    if (event.longId("order_id") == DEADLY) {
                        broker.latest().die();
                        throw new Instance.ProcessEnded();
                    }
                    done.add(event.longId("order_id"));
                })
                .concurrency(1)
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .idempotency(store);
    }

    /** Starts one process after the other, until nothing ends them any more; how many there were. */
    private int live(ConsumerGroup.Spec spec) {
        int deaths = 0;
        while (true) {
            int before = calls.size();
            broker.together(() -> spec.start(broker));
            seconds(60);
            boolean died = calls.subList(before, calls.size()).stream().anyMatch(call -> call.order() == DEADLY);
            if (!died) {
                return deaths;
            }
            deaths++;
        }
    }

    @Test
    void an_event_that_ends_its_process_each_time_becomes_a_dead_letter_and_its_neighbours_are_handled() {
        ConsumerGroup.named("billing")
                .on("shop", "#", event -> {})
                .start(broker)
                .close();
        publishUpTo(10);

        int deaths = live(mortal(CaffeineIdempotencyStore.create()));

        assertThat(deaths)
                .as("three in the queue, and the three attempts of the policy alone")
                .isEqualTo(6);
        assertThat(done).containsOnly(1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(DeadLetters.of("billing", broker).peek(100)).singleElement().satisfies(letter -> {
            assertThat(letter.message().properties().messageId())
                    .contains(order(DEADLY).eventId());
            assertThat(letter.reason()).isEqualTo(Reason.FAILED);
            assertThat(letter.exception()).endsWith("NeverReturnedException");
            assertThat(letter.attempts()).isEqualTo(3);
        });
        assertThat(broker.queue("billing").size()).isZero();
        assertThat(broker.queue("billing.alone").size()).isZero();
    }

    @Test
    void an_event_that_was_not_settled_three_times_goes_to_a_queue_of_its_own_and_is_handled_there() {
        billing(event -> {}).start(broker);
        broker.latest().standStill();
        publish(1, 2);
        for (int i = 0; i < 3; i++) {
            broker.cut();
        }
        assertThat(calls).isEmpty();

        broker.latest().goOn();
        seconds(10);

        assertThat(verdicts(1)).contains(GIVEN_BACK).last().isEqualTo(DONE);
        assertThat(called()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(broker.settled()).contains("alone: ack to 1", "alone: ack to 2");
    }

    @Test
    void twice_may_happen_by_chance_and_is_no_suspicion() {
        billing(event -> {}).start(broker);
        broker.latest().standStill();
        publish(1);
        broker.cut();
        broker.cut();

        broker.latest().goOn();
        seconds(10);

        assertThat(verdicts(1)).last().isEqualTo(DONE);
        assertThat(broker.settled()).containsExactly("ack to 1");
    }

    @Test
    void of_those_that_are_handled_alone_there_is_one_at_hand() {
        List<Integer> waiting = new ArrayList<>();
        billing(event -> waiting.add(broker.queue("billing.alone").size())).start(broker);
        broker.latest().standStill();
        publishUpTo(4);
        for (int i = 0; i < 3; i++) {
            broker.cut();
        }

        broker.latest().goOn();
        seconds(10);

        assertThat(waiting).containsExactly(3, 2, 1, 0);
    }

    /** An event that is handled each time it comes, since it has no id. */
    private void publishNameless(long id) {
        RawMessage message = EventFormat.standard().write(order(id), "shop");
        broker.together(() -> broker.queue("billing")
                .add(new RawMessage("shop", "order.placed", MessageProperties.none(), Map.of(), message.body())));
    }

    @Test
    void what_was_delivered_on_a_channel_that_has_ended_is_not_moved_beside_what_comes_again() {
        billing(event -> {}).start(broker);
        broker.latest().standStill();
        publishNameless(1);
        for (int i = 0; i < 6; i++) {
            broker.cut();
        }

        broker.latest().goOn();
        seconds(10);

        assertThat(called()).containsExactly(1L);
    }

    @Test
    void what_waits_to_be_handled_alone_when_its_channel_ends_comes_again_once() {
        billing(event -> {
                    if (event.longId("order_id") == 2) {
                        seconds(1);
                        broker.cut();
                    }
                })
                .concurrency(1)
                .start(broker);
        broker.latest().standStill();
        publishNameless(1);
        for (int i = 0; i < 3; i++) {
            broker.cut();
        }
        publish(2);

        broker.latest().goOn();
        seconds(10);

        assertThat(called()).containsExactly(2L, 1L);
    }

    @Test
    void what_was_handled_alone_and_not_acknowledged_in_time_is_recognised_and_no_dead_letter() {
        billing(event -> {}).onFailure(FailurePolicy.retryAfter()).start(broker);
        broker.latest().standStill();
        publish(1);
        for (int i = 0; i < 3; i++) {
            broker.cut();
        }

        broker.latest().goOn();
        assertThat(called()).containsExactly(1L);
        broker.cut();
        seconds(10);

        assertThat(verdicts(1)).contains(DONE, DUPLICATE);
        assertThat(broker.queue("billing.dead").size()).isZero();
        assertThat(broker.queue("billing.alone").size()).isZero();
    }

    @Test
    void a_failure_of_what_is_handled_alone_is_an_attempt_like_any_other() {
        billing(event -> {
                    throw new IllegalStateException("always");
                })
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(1)))
                .start(broker);
        broker.latest().standStill();
        publish(1);
        for (int i = 0; i < 3; i++) {
            broker.cut();
        }

        broker.latest().goOn();
        seconds(10);

        assertThat(calls).hasSize(2);
        assertThat(DeadLetters.of("billing", broker).peek(1))
                .singleElement()
                .extracting(DeadLetter::attempts)
                .isEqualTo(2);
    }
}
