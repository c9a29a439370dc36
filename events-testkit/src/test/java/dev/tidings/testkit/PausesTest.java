package dev.tidings.testkit;

import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.GIVEN_BACK;
import static dev.tidings.consumer.Handled.Verdict.RETRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Health;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import dev.tidings.consumer.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausesTest extends OnFaultyBroker {

    /** A group whose handler works from that second on. */
    private ConsumerGroup.Spec workingFrom(long second) {
        return billing(event -> {
            if (broker.time().toSeconds() < second) {
                throw new UnavailableException("down until " + second);
            }
        });
    }

    @Test
    void a_group_tries_one_event_at_a_time_and_less_and_less_often_until_one_is_handled() {
        ConsumerGroup group = workingFrom(100)
                .onFailure(FailurePolicy.retryAfter(Duration.ofHours(1)))
                .start(broker);

        publishUpTo(20);
        assertThat(group.health().state()).isEqualTo(Health.State.WAITING);
        assertThat(group.health().words()).contains("paused, because UnavailableException: down until 100");
        seconds(99);
        assertThat(calls)
                .extracting(Call::at)
                .extracting(Duration::toSeconds)
                .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L);
        assertThat(called()).as("each trial is another event").doesNotHaveDuplicates();
        seconds(22);

        assertThat(group.health().state()).isEqualTo(Health.State.UP);
        assertThat(calls.subList(8, calls.size()))
                .hasSize(12)
                .extracting(Call::at)
                .containsOnly(Duration.ofSeconds(121));
        seconds(7_200);
        assertThat(handled).filteredOn(one -> one.verdict() == DONE).hasSize(20);
        assertThat(handled).allSatisfy(one -> assertThat(one.attempt()).isEqualTo(1));
    }

    @Test
    void while_it_pauses_what_comes_stays_in_the_queue() {
        workingFrom(100).start(broker);
        publish(1);
        calls.clear();

        publish(2, 3);
        millis(999);

        assertThat(calls).isEmpty();
        assertThat(broker.queue("billing").size()).isEqualTo(2);
    }

    @Test
    void what_is_at_hand_when_a_pause_begins_is_given_back_after_a_moment() {
        workingFrom(1)
                .concurrency(1)
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(30)))
                .start(broker);

        publishUpTo(5);
        assertThat(broker.queue("billing").size()).isZero();
        millis(500);
        assertThat(broker.settled()).containsExactly("ack to 1");
        seconds(1);

        assertThat(broker.settled()).contains("back 2", "back 3", "back 4", "back 5");
        assertThat(called()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        seconds(30);
        assertThat(called()).hasSize(6).last().isEqualTo(1L);
    }

    @Test
    void the_event_that_failed_comes_again_as_the_same_attempt() {
        workingFrom(1)
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(5)))
                .start(broker);

        publish(1);
        seconds(5);

        assertThat(verdicts(1)).containsExactly(RETRY_LATER, DONE);
        assertThat(handled).extracting(Handled::attempt).containsExactly(1, 1);
        assertThat(calls).containsExactly(Call.of(1, 0), Call.of(1, 5));
    }

    @Test
    void where_there_is_no_delay_the_event_that_failed_goes_back_to_the_queue() {
        workingFrom(1).onFailure(FailurePolicy.retryAfter()).start(broker);

        publish(1);
        seconds(5);

        assertThat(verdicts(1)).containsExactly(GIVEN_BACK, DONE);
    }

    @Test
    void an_event_that_is_handled_by_a_worker_that_began_before_ends_no_pause() {
        ConsumerGroup group = billing(event -> {
                    if (event.longId("order_id") == 1) {
                        seconds(10);
                    } else {
                        throw new UnavailableException("down");
                    }
                })
                .onFailure(FailurePolicy.retryAfter(Duration.ofHours(1)))
                .start(broker);

        publish(1, 2, 3, 4);

        assertThat(verdicts(1)).containsExactly(DONE);
        assertThat(group.health().words()).contains("paused");
    }
}
