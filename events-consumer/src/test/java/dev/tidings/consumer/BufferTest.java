package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BufferTest {
    private final Arrivals arrivals = new Arrivals(Arrivals.group());
    private final Buffer buffer = new Buffer(1);

    private void add(int... entities) {
        for (int entity : entities) {
            buffer.add(arrivals.next("users", "user.created", entity));
        }
    }

    @Test
    void what_is_there_is_taken_without_waiting_for_more() throws Exception {
        add(1, 2, 3);

        assertThat(Arrivals.entities(buffer.take(2))).containsExactly("1", "2");
        assertThat(Arrivals.entities(buffer.take(2))).containsExactly("3");
    }

    @Test
    void events_of_one_entity_go_together_and_in_their_order() throws Exception {
        add(1, 2, 1, 1);

        assertThat(Arrivals.tags(buffer.take(10))).containsExactly(1L, 3L, 4L, 2L);
    }

    @Test
    void what_a_worker_left_of_an_entity_is_not_overtaken_by_what_comes_later() throws Exception {
        add(1, 1);
        List<Arrival> first = buffer.take(1);
        add(1);

        assertThat(buffer.take(10)).isEmpty();
        buffer.done(first);
        assertThat(Arrivals.tags(buffer.take(10))).containsExactly(2L, 3L);
    }

    @Test
    void an_entity_that_somebody_handles_waits_until_that_is_done() throws Exception {
        add(1, 2, 3);
        List<Arrival> first = buffer.take(2);
        add(2, 1);

        assertThat(Arrivals.entities(buffer.take(10))).containsExactly("3");
        buffer.done(first);
        assertThat(Arrivals.tags(buffer.take(10))).containsExactly(5L, 4L);
    }

    @Test
    void what_comes_for_an_entity_after_its_turn_is_behind_what_waited() throws Exception {
        add(1, 1);
        List<Arrival> first = buffer.take(1);
        add(1);
        buffer.done(first);
        add(1);

        assertThat(Arrivals.tags(buffer.take(10))).containsExactly(2L, 3L, 4L);
    }

    @Test
    void at_the_end_all_that_waits_is_returned_and_nothing_handed_out() throws Exception {
        add(1, 1, 2, 3);
        buffer.take(1);
        add(1);

        assertThat(Arrivals.tags(buffer.stop())).containsExactlyInAnyOrder(2L, 3L, 4L, 5L);
        assertThat(buffer.take(10)).isEmpty();
    }

    @Test
    void what_was_taken_out_is_gone_and_what_comes_later_is_handed_out() throws Exception {
        add(1, 1, 2);
        List<Arrival> first = buffer.take(1);

        assertThat(Arrivals.tags(buffer.clear())).containsExactlyInAnyOrder(2L, 3L);
        add(1, 2);
        assertThat(Arrivals.tags(buffer.take(10))).containsExactly(5L);
        buffer.done(first);
        assertThat(Arrivals.tags(buffer.take(10))).containsExactly(4L);
    }

    @Test
    void whatever_the_workers_do_an_entity_has_one_at_a_time_and_its_order() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dtidings.seed=" + seed + " repeats it)");
        Random random = new Random(seed);
        List<List<Arrival>> working = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        int left = 20_000;
        int waiting = 0;
        while (left > 0 || waiting > 0 || !working.isEmpty()) {
            int choice = random.nextInt(3);
            if (choice == 0 && left > 0) {
                add(random.nextInt(20));
                left--;
                waiting++;
            } else if (choice == 1 && working.size() < 4) {
                List<Arrival> batch = buffer.take(1 + random.nextInt(10));
                for (List<Arrival> others : working) {
                    assertThat(Arrivals.entities(batch)).doesNotContainAnyElementsOf(Arrivals.entities(others));
                }
                for (Arrival arrival : batch) {
                    String entity = Arrivals.entities(List.of(arrival)).get(0);
                    assertThat(arrival.tag()).isGreaterThan(last.getOrDefault(entity, 0L));
                    last.put(entity, arrival.tag());
                }
                waiting -= batch.size();
                if (!batch.isEmpty()) {
                    working.add(batch);
                }
            } else if (choice == 2 && !working.isEmpty()) {
                buffer.done(working.remove(random.nextInt(working.size())));
            }
        }
        assertThat(last).hasSize(20);
    }
}
