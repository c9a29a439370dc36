package dev.tidings.testkit;

import static dev.tidings.consumer.Handled.Verdict.DEAD;
import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.DUPLICATE;
import static dev.tidings.consumer.Handled.Verdict.GIVEN_BACK;
import static dev.tidings.consumer.Handled.Verdict.RETRY_LATER;
import static dev.tidings.testkit.FaultyBroker.Confirm.LATE;
import static dev.tidings.testkit.FaultyBroker.Confirm.LOST;
import static dev.tidings.testkit.FaultyBroker.Confirm.NOT_SENT;
import static dev.tidings.testkit.FaultyBroker.Confirm.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AcknowledgingTest extends OnFaultyBroker {

    private static final FailurePolicy ONE_RETRY = FailurePolicy.retryAfter(Duration.ofSeconds(20));

    /** Fails when it is called for the first time. */
    private Handler failingOnce() {
        return event -> {
            if (calls.size() == 1) {
                throw new IllegalStateException("for the first time");
            }
        };
    }

    @Test
    void nothing_is_acknowledged_before_its_handler_has_returned() {
        List<List<String>> meanwhile = new ArrayList<>();
        billing(event -> {
                    seconds(60);
                    meanwhile.add(List.copyOf(broker.settled()));
                })
                .concurrency(1)
                .start(broker);

        publish(1, 2);
        assertThat(meanwhile.get(0)).isEmpty();
        millis(20);

        assertThat(broker.settled()).last().isEqualTo("ack to 2");
    }

    @Test
    void what_has_no_gap_is_acknowledged_by_one_frame_a_moment_later() {
        billing(event -> {}).start(broker);

        publishUpTo(10);
        assertThat(called()).hasSize(10);
        assertThat(broker.settled()).isEmpty();
        millis(10);

        assertThat(broker.settled()).containsExactly("ack to 10");
    }

    @Test
    void a_hundred_that_wait_are_acknowledged_without_waiting_for_more() {
        billing(event -> {}).start(broker);

        publishUpTo(400);

        assertThat(broker.settled()).hasSizeBetween(1, 4).allMatch(frame -> frame.startsWith("ack to "));
    }

    @Test
    void what_is_above_a_gap_is_acknowledged_one_by_one_once_it_has_waited() {
        billing(event -> {
                    if (event.longId("order_id") == 1) {
                        millis(50);
                        assertThat(broker.settled()).isEmpty();
                        millis(50);
                    }
                })
                .start(broker);

        publishUpTo(5);
        assertThat(broker.settled()).containsExactlyInAnyOrder("ack 2", "ack 3", "ack 4", "ack 5");
        millis(10);

        assertThat(broker.settled()).hasSize(5).last().isEqualTo("ack to 1");
    }

    @Test
    void a_delivery_is_acknowledged_when_its_retry_is_confirmed_and_others_do_not_wait_for_that() {
        List<Duration> acknowledged = new ArrayList<>();
        broker.acknowledging = message -> acknowledged.add(broker.time());
        broker.confirms = message -> LATE;
        billing(failingOnce()).onFailure(ONE_RETRY).start(broker);

        publish(1, 2);
        millis(10);

        assertThat(broker.settled()).containsExactly("ack 2", "ack to 1");
        assertThat(acknowledged.get(0)).isLessThan(Duration.ofSeconds(1));
        assertThat(acknowledged.get(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void where_it_is_not_known_whether_a_retry_was_taken_both_come_and_one_is_handled() {
        broker.confirms = message -> LOST;
        billing(failingOnce()).onFailure(ONE_RETRY).concurrency(1).start(broker);

        publish(1);
        assertThat(verdicts(1)).containsExactly(GIVEN_BACK);
        assertThat(broker.settled()).isEmpty();
        broker.confirms = message -> USUAL;
        seconds(30);

        assertThat(called()).containsExactly(1L, 1L);
        assertThat(verdicts(1)).containsExactly(GIVEN_BACK, DONE, DUPLICATE);
        assertThat(broker.queue("billing").size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNROUTED", "NOT_SENT"})
    void while_no_retry_can_be_sent_an_event_stays_in_the_queue_and_counts_no_attempt(FaultyBroker.Confirm confirm) {
        broker.confirms = message -> confirm;
        billing(event -> {
                    if (calls.size() <= 2) {
                        throw new IllegalStateException("twice");
                    }
                })
                .onFailure(ONE_RETRY)
                .start(broker);

        publish(1);
        assertThat(verdicts(1)).containsExactly(GIVEN_BACK);
        seconds(60);

        assertThat(verdicts(1)).containsExactly(GIVEN_BACK, GIVEN_BACK, DONE);
        assertThat(handled).allSatisfy(one -> assertThat(one.attempt()).isEqualTo(1));
        assertThat(broker.settled()).containsExactly("back 1", "back 2", "ack to 3");
        assertThat(broker.queue("billing").size()).isZero();
    }

    @Test
    void a_dead_letter_is_confirmed_before_its_delivery_is_acknowledged() {
        broker.confirms = message -> NOT_SENT;
        billing(event -> {
                    throw new IllegalStateException("always");
                })
                .onFailure(FailurePolicy.retryAfter())
                .start(broker);

        publish(1);
        assertThat(broker.settled()).isEmpty();
        assertThat(broker.queue("billing.dead").size()).isZero();
        broker.confirms = message -> USUAL;
        seconds(2);

        assertThat(broker.queue("billing.dead").size()).isEqualTo(1);
        assertThat(verdicts(1)).containsExactly(GIVEN_BACK, DEAD);
        assertThat(broker.settled()).containsExactly("back 1", "ack to 2");
    }

    @Test
    void on_a_channel_that_has_ended_nothing_is_settled_and_what_comes_again_is_recognised() {
        billing(event -> broker.cut()).start(broker);

        publish(1);
        seconds(1);

        assertThat(called()).containsExactly(1L);
        assertThat(verdicts(1)).containsExactly(DONE, DUPLICATE);
        assertThat(broker.settled()).containsExactly("ack to 1");
    }

    @Test
    void what_waits_for_a_handler_when_its_channel_ends_is_handled_when_it_comes_again_and_only_then() {
        billing(event -> {
                    if (event.longId("order_id") == 1) {
                        broker.cut();
                    }
                })
                .concurrency(1)
                .start(broker);

        publishUpTo(5);
        seconds(5);

        assertThat(called()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(verdicts(1)).containsExactly(DONE, DUPLICATE);
        assertThat(verdicts(4)).containsExactly(GIVEN_BACK, DONE);
        assertThat(broker.settled()).containsExactly("ack to 5");
    }

    @Test
    void a_retry_that_is_sent_on_a_channel_that_has_ended_comes_beside_the_event_itself() {
        billing(event -> {
                    if (calls.size() == 1) {
                        broker.cut();
                        throw new IllegalStateException("for the first time");
                    }
                })
                .onFailure(ONE_RETRY)
                .start(broker);

        publish(1);
        seconds(30);

        assertThat(called()).containsExactly(1L, 1L);
        assertThat(verdicts(1)).containsExactly(RETRY_LATER, DONE, DUPLICATE);
        assertThat(broker.queue("billing").size()).isZero();
    }

    @Test
    void an_event_that_comes_twice_at_once_is_handled_once_and_settled_twice() {
        billing(event -> {}).start(broker);

        publish(1, 1, 1, 2, 1);
        millis(10);

        assertThat(called()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(verdicts(1)).containsExactly(DONE, DUPLICATE, DUPLICATE, DUPLICATE);
        assertThat(broker.settled()).containsExactly("ack to 5");
    }
}
