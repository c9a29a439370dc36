package dev.tidings.testkit;

import static dev.tidings.consumer.Handled.Verdict.DEAD;
import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.RETRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.DeadLetter;
import dev.tidings.consumer.DeadLetters;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryLadderTest extends OnFaultyBroker {

    private static void fail() {
        throw new IllegalStateException("always");
    }

    @Test
    void an_event_that_always_fails_is_tried_five_times_by_default_and_at_exactly_these_times() {
        billing(event -> fail()).start(broker);

        publish(1);
        seconds(3_600);

        assertThat(calls)
                .containsExactly(Call.of(1, 0), Call.of(1, 1), Call.of(1, 11), Call.of(1, 71), Call.of(1, 671));
        assertThat(verdicts(1)).containsExactly(RETRY_LATER, RETRY_LATER, RETRY_LATER, RETRY_LATER, DEAD);
        assertThat(handled).extracting(Handled::attempt).containsExactly(1, 2, 3, 4, 5);
        assertThat(DeadLetters.of("billing", broker).peek(10))
                .singleElement()
                .extracting(DeadLetter::attempts)
                .isEqualTo(5);
    }

    @Test
    void a_retry_does_not_come_a_millisecond_too_early() {
        billing(event -> fail())
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(1_500)))
                .start(broker);

        publish(1);
        millis(1_499);
        assertThat(calls).hasSize(1);
        millis(1);

        assertThat(calls).hasSize(2);
    }

    @Test
    void delays_of_different_length_do_not_wait_for_each_other() {
        billing(event -> fail())
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(8), Duration.ofSeconds(1)))
                .start(broker);

        publish(1);
        seconds(7);
        publish(2);
        seconds(60);

        assertThat(calls)
                .containsExactly(
                        Call.of(1, 0), Call.of(2, 7), Call.of(1, 8), Call.of(1, 9), Call.of(2, 15), Call.of(2, 16));
    }

    @Test
    void what_no_retry_mends_is_a_dead_letter_at_once() {
        billing(event -> {
                    throw new IllegalArgumentException("never");
                })
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(1))
                        .deadLetterAtOnce(IllegalArgumentException.class))
                .start(broker);

        publish(1);
        seconds(60);

        assertThat(calls).hasSize(1);
        assertThat(verdicts(1)).containsExactly(DEAD);
    }

    @Test
    void while_one_event_waits_for_its_retry_others_of_its_entity_are_handled() {
        billing(event -> {
                    if (calls.size() == 1) {
                        fail();
                    }
                })
                .start(broker);

        publish(1);
        broker.together(() -> shop.publish(order(1).identifiedBy("0193a7c2-0000-7000-8000-000000000001")));
        seconds(1);

        assertThat(handled).extracting(Handled::verdict).containsExactly(RETRY_LATER, DONE, DONE);
    }

    @Test
    void an_event_is_handled_when_the_redrive_of_its_dead_letter_brings_it_again() {
        billing(event -> {
                    if (calls.size() <= 2) {
                        fail();
                    }
                })
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(1)))
                .start(broker);
        publish(1);
        seconds(1);
        assertThat(verdicts(1)).containsExactly(RETRY_LATER, DEAD);

        DeadLetters.Redriven redriven = DeadLetters.of("billing", broker).redrive();

        assertThat(redriven).isEqualTo(new DeadLetters.Redriven(1, 0));
        assertThat(verdicts(1)).containsExactly(RETRY_LATER, DEAD, DONE);
        assertThat(handled).last().extracting(Handled::attempt).isEqualTo(1);
        assertThat(broker.queue("billing.dead").size()).isZero();
    }

    @Test
    void a_redrive_takes_its_time_and_the_time_is_that_of_the_test() {
        billing(event -> {
                    if (calls.size() <= 5) {
                        fail();
                    }
                })
                .onFailure(FailurePolicy.retryAfter())
                .start(broker);
        publishUpTo(5);
        assertThat(broker.queue("billing.dead").size()).isEqualTo(5);

        DeadLetters.of("billing", broker).perSecond(0.1).redrive();

        assertThat(calls.subList(5, 10))
                .extracting(Call::at)
                .extracting(Duration::toSeconds)
                .containsExactly(0L, 10L, 20L, 30L, 40L);
    }
}
