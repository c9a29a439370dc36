package dev.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Reaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest extends OnFaultyBroker {
    private final List<Integer> sizes = new ArrayList<>();
    private final ConsumerGroup.Spec spec = ConsumerGroup.named("billing")
            .concurrency(1)
            .on("shop", "#", Reaction.inBatches(events -> sizes.add(events.size())));

    @Test
    void what_comes_while_nothing_waits_is_handled_at_once_and_alone() {
        spec.start(broker);

        for (long id = 1; id <= 20; id++) {
            publish(id);
        }

        assertThat(sizes).hasSize(20).containsOnly(1);
    }

    @Test
    void what_waits_is_handled_together_more_and_more_at_a_time() {
        spec.start(broker);

        publishUpTo(500);

        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(500);
        assertThat(sizes).startsWith(1).hasSizeLessThan(500).allMatch(size -> size <= 100);
    }

    @Test
    void there_is_never_more_at_hand_than_the_prefetch() {
        List<Integer> atHand = new ArrayList<>();
        ConsumerGroup.named("billing")
                .concurrency(1)
                .prefetch(10)
                .on("shop", "#", Reaction.inBatches(events -> {
                    sizes.add(events.size());
                    atHand.add(100 - broker.queue("billing").size());
                }))
                .start(broker);

        publishUpTo(100);

        assertThat(atHand).isNotEmpty().allMatch(count -> count <= 10);
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(10);
        seconds(1);
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(100);
    }

    @Test
    void a_batch_that_fails_is_halved_until_the_one_that_fails_is_alone() {
        List<List<Long>> batches = new ArrayList<>();
        ConsumerGroup.named("billing")
                .concurrency(1)
                .observing(handled::add)
                .on("shop", "#", Reaction.inBatches(events -> {
                    List<Long> ids = events.stream()
                            .map(event -> event.longId("order_id"))
                            .toList();
                    batches.add(ids);
                    if (ids.contains(400L)) {
                        throw new IllegalStateException("not that one");
                    }
                }))
                .start(broker);

        publishUpTo(500);
        seconds(1);

        assertThat(batches).filteredOn(batch -> batch.equals(List.of(400L))).hasSize(2);
        assertThat(handled)
                .filteredOn(one -> one.failure().isPresent())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.event()).contains(order(400)));
        assertThat(handled).hasSize(501);
    }
}
