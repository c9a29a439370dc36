package dev.tidings.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.BindingPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DelayLadderTest {
    private static final String QUEUE = "pictures.small.low";

    private final Topology topology = DelayLadder.topology(List.of("pictures", "small", QUEUE, "pictures.small"));
    private final Map<String, Queue> steps =
            topology.queues().stream().collect(Collectors.toMap(Queue::name, Function.identity()));

    /** How long a message is under way, by the bindings; every exchange has exactly one way for it. */
    private Duration timeUntil(String queue, String routingKey) {
        Duration time = Duration.ZERO;
        String exchange = DelayLadder.exchange();
        while (true) {
            String here = exchange;
            List<String> ways = topology.bindings().stream()
                    .filter(binding -> binding.exchange().equals(here))
                    .filter(binding -> BindingPattern.of(binding.pattern()).matches(routingKey))
                    .map(Topology.Binding::queue)
                    .toList();
            assertThat(ways).as("ways from %s for %s", here, routingKey).hasSize(1);
            Queue step = steps.get(ways.get(0));
            if (step == null) {
                assertThat(ways).containsExactly(queue);
                return time;
            }
            time = time.plus(step.delay());
            exchange = step.onward();
        }
    }

    @Test
    void a_message_passes_queues_that_add_up_to_its_delay() {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("DelayLadderTest: -Dtidings.seed=" + seed);
        Random random = new Random(seed);
        List.of(1L, 2L, 3L, DelayLadder.LONGEST.toSeconds(), DelayLadder.LONGEST.toSeconds() - 1)
                .forEach(this::checkDelay);
        random.longs(300, 1, DelayLadder.LONGEST.toSeconds()).forEach(this::checkDelay);
    }

    private void checkDelay(long seconds) {
        Duration delay = Duration.ofSeconds(seconds);
        String key = DelayLadder.routingKey(delay, QUEUE);
        assertThat(timeUntil(QUEUE, key)).isEqualTo(delay);
        assertThat(key.length()).isLessThanOrEqualTo(255 - 100);
    }

    @Test
    void a_part_of_a_second_is_rounded_up() {
        assertThat(DelayLadder.routingKey(Duration.ofMillis(1), "q"))
                .isEqualTo(DelayLadder.routingKey(Duration.ofSeconds(1), "q"));
        assertThat(DelayLadder.routingKey(Duration.ofMillis(1_001), "q"))
                .isEqualTo(DelayLadder.routingKey(Duration.ofSeconds(2), "q"));
    }
}
