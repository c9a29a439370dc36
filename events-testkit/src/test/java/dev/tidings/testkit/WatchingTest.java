package dev.tidings.testkit;

import static dev.tidings.consumer.Handled.Verdict.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.ConsumerGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a group looks after every five seconds: whether it is deaf, what waits for too long, and how many handlers there are to be. */
class WatchingTest extends OnFaultyBroker {
    private static final Pattern HANDLERS = Pattern.compile("(\\d+) handlers at once");

    @Test
    void a_consumer_that_gets_nothing_of_what_waits_goes_on_with_a_new_channel_after_three_looks() {
        billing(event -> {}).start(broker);
        broker.latest().deafen();
        publish(1);

        seconds(14);
        assertThat(calls).isEmpty();
        seconds(1);

        assertThat(calls).containsExactly(Call.of(1, 15));
    }

    @Test
    void a_consumer_that_turns_deaf_later_is_found_as_well() {
        billing(event -> {}).start(broker);
        publish(1);
        seconds(100);
        broker.latest().deafen();
        publish(2);

        seconds(20);

        assertThat(called()).containsExactly(1L, 2L);
    }

    @Test
    void while_all_that_it_may_have_at_hand_is_at_hand_a_consumer_is_not_deaf() {
        billing(event -> {}).prefetch(1).start(broker);
        broker.latest().standStill();
        publish(1, 2);

        seconds(100);
        broker.latest().goOn();
        seconds(1);

        assertThat(broker.settled()).as("on the first channel").containsExactly("ack to 1", "ack to 2");
    }

    @Test
    void what_no_handler_has_begun_after_a_third_of_the_brokers_patience_goes_back_to_the_queue() {
        billing(event -> {}).ackTimeout(Duration.ofMinutes(3)).start(broker);
        broker.latest().standStill();
        publish(1);

        seconds(60);
        assertThat(broker.settled()).isEmpty();
        seconds(7);
        assertThat(broker.settled()).containsExactly("back 1");
        broker.latest().goOn();
        seconds(1);

        assertThat(verdicts(1)).containsExactly(DONE);
    }

    @Test
    void what_was_taken_and_waited_for_too_long_behind_a_slow_one_is_not_begun() {
        billing(event -> {
                    if (event.longId("order_id") == 6) {
                        broker.advance(Duration.ofMinutes(2));
                    }
                })
                .concurrency(1)
                .ackTimeout(Duration.ofMinutes(3))
                .start(broker);

        publishUpTo(200);
        seconds(10);

        assertThat(called()).hasSize(200).doesNotHaveDuplicates();
        assertThat(broker.settled()).anyMatch(frame -> frame.startsWith("back"));
    }

    /** A group whose deliveries wait at the broker. */
    private ConsumerGroup scaled() {
        ConsumerGroup group =
                billing(event -> {}).prefetch(1).autoscale(1, 10, 100).start(broker);
        broker.latest().standStill();
        return group;
    }

    private static int handlers(ConsumerGroup group) {
        Matcher matcher = HANDLERS.matcher(group.health().words());
        assertThat(matcher.find()).as(group.health().words()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void there_are_more_handlers_as_soon_as_a_look_shows_more_backlog_up_to_the_bound() {
        ConsumerGroup group = scaled();

        publishUpTo(250);
        assertThat(handlers(group)).isEqualTo(1);
        seconds(5);
        assertThat(handlers(group)).isEqualTo(3);
        publishUpTo(2_000);
        seconds(5);

        assertThat(handlers(group)).isEqualTo(10);
    }

    @Test
    void there_are_fewer_handlers_only_when_fewer_were_enough_for_a_minute() {
        ConsumerGroup group = scaled();
        publishUpTo(250);
        seconds(5);
        broker.latest().goOn();
        seconds(4);
        assertThat(called()).hasSize(250);

        seconds(55);
        assertThat(handlers(group)).isEqualTo(3);
        seconds(10);

        assertThat(handlers(group)).isEqualTo(1);
    }

    @Test
    void a_backlog_that_comes_and_goes_does_not_change_the_number_of_handlers() {
        ConsumerGroup group = scaled();
        List<Integer> seen = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            publishUpTo(450);
            seconds(5);
            seen.add(handlers(group));
            broker.latest().goOn();
            seconds(5);
            seen.add(handlers(group));
            broker.latest().standStill();
        }

        assertThat(seen).containsOnly(5);
    }

    @Test
    void a_number_that_is_set_by_hand_stays() {
        ConsumerGroup group = scaled();
        group.scaleTo(4);

        publishUpTo(900);
        seconds(300);

        assertThat(handlers(group)).isEqualTo(4);
    }
}
