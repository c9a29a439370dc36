package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.internal.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AckWindowTest {
    private final Recorder epoch = new Recorder();
    private final Deque<Runnable> planned = new ArrayDeque<>();
    private final AckWindow window = new AckWindow(epoch, 10, 4, planned::add);

    /** A channel that, as a broker would, refuses a tag that is not open. */
    private static final class Recorder implements Delivery.Epoch {
        private final List<String> sent = new ArrayList<>();
        private final Set<Long> open = new TreeSet<>();

        Recorder() {
            for (long tag = 1; tag <= 10_000; tag++) {
                open.add(tag);
            }
        }

        private void close(long tag) {
            assertThat(open.remove(tag)).as("tag %d is open", tag).isTrue();
        }

        @Override
        public void acknowledge(long tag) {
            close(tag);
            sent.add("ack " + tag);
        }

        @Override
        public void acknowledgeUpTo(long tag) {
            close(tag);
            open.removeIf(other -> other < tag);
            sent.add("ack to " + tag);
        }

        @Override
        public void giveBack(long tag) {
            close(tag);
            sent.add("back " + tag);
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    private void aMomentPasses() {
        planned.remove().run();
    }

    @Test
    void what_has_no_gap_is_acknowledged_by_one_frame_after_a_moment() {
        window.acknowledge(List.of(2L, 1L));
        window.acknowledge(List.of(3L));
        assertThat(epoch.sent).isEmpty();

        aMomentPasses();

        assertThat(epoch.sent).containsExactly("ack to 3");
        assertThat(planned).isEmpty();
    }

    @Test
    void when_much_is_settled_it_is_not_waited_for() {
        window.acknowledge(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));

        assertThat(epoch.sent).containsExactly("ack to 10");
    }

    @Test
    void what_is_above_a_gap_waits_until_the_gap_closes() {
        window.acknowledge(List.of(2L, 3L));
        aMomentPasses();
        assertThat(epoch.sent).isEmpty();

        window.acknowledge(List.of(1L));
        aMomentPasses();

        assertThat(epoch.sent).containsExactly("ack to 3");
    }

    @Test
    void what_is_above_a_gap_that_stays_is_acknowledged_one_by_one() {
        window.acknowledge(List.of(2L, 3L));
        for (int moment = 0; moment < 5; moment++) {
            aMomentPasses();
            assertThat(epoch.sent).isEmpty();
        }
        aMomentPasses();

        assertThat(epoch.sent).containsExactlyInAnyOrder("ack 2", "ack 3");
        assertThat(planned).isEmpty();
    }

    @Test
    void where_much_is_above_a_gap_it_does_not_wait() {
        window.acknowledge(List.of(2L, 3L, 4L, 5L));
        aMomentPasses();

        assertThat(epoch.sent).containsExactlyInAnyOrder("ack 2", "ack 3", "ack 4", "ack 5");
    }

    @Test
    void after_single_acknowledgements_the_prefix_goes_on_without_repeating_them() {
        window.acknowledge(List.of(2L, 3L));
        window.acknowledgeAll();
        window.acknowledge(List.of(1L));
        window.acknowledge(List.of(4L));
        window.acknowledgeAll();

        assertThat(epoch.sent).containsExactlyInAnyOrder("ack 2", "ack 3", "ack to 4");
    }

    @Test
    void what_is_given_back_is_not_acknowledged_and_closes_its_gap() {
        window.acknowledge(List.of(2L));
        window.giveBack(1);
        aMomentPasses();

        assertThat(epoch.sent).containsExactly("back 1", "ack to 2");
    }

    @Test
    void in_any_order_each_delivery_is_settled_exactly_once() {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("AckWindowTest: -Dtidings.seed=" + seed);
        Random random = new Random(seed);
        List<Long> tags = new ArrayList<>(epoch.open);
        for (int i = 0; i + 50 < tags.size(); i += 50) {
            java.util.Collections.shuffle(tags.subList(i, i + 100), random);
        }
        Set<Long> back = new TreeSet<>();
        for (long tag : tags) {
            if (random.nextInt(20) == 0) {
                back.add(tag);
                window.giveBack(tag);
            } else {
                window.acknowledge(List.of(tag));
            }
            if (random.nextInt(30) == 0 && !planned.isEmpty()) {
                aMomentPasses();
            }
        }
        window.acknowledgeAll();

        assertThat(epoch.open).isEmpty();
        assertThat(epoch.sent.stream().filter(frame -> frame.startsWith("back")))
                .hasSize(back.size());
    }
}
