package dev.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Task;
import dev.tidings.consumer.TaskQueue;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.Exchange;
import dev.tidings.events.HeaderMatch;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedTasksTest {
    private final SimulatedBroker broker = SimulatedBroker.create();
    private final TaskQueue.Spec pictures = TaskQueue.named("pictures");
    private final List<Long> done = new ArrayList<>();

    private static Task task(long picture) {
        return Task.of(DomainEvent.of("picture.render", "picture_id", picture));
    }

    @Test
    void a_delayed_task_is_done_when_its_time_has_come_and_not_before() {
        pictures.workers(task -> done.add(task.longId("picture_id"))).start(broker);
        TaskQueue queue = pictures.open(broker);
        queue.submit(task(1).after(Duration.ofDays(3).plusSeconds(7)));
        queue.submit(task(2));

        broker.advance(Duration.ofDays(3).plusSeconds(6));
        assertThat(done).containsExactly(2L);
        broker.advance(Duration.ofSeconds(2));
        assertThat(done).containsExactly(2L, 1L);
    }

    @Test
    void tasks_of_every_priority_wait_for_a_worker() {
        TaskQueue queue = pictures.open(broker);
        queue.submit(task(3).priority(Task.Priority.LOW));
        queue.submit(task(2));
        queue.submit(task(1).priority(Task.Priority.HIGH));
        pictures.workers(task -> done.add(task.longId("picture_id"))).start(broker);
        broker.advance(Duration.ofSeconds(1));

        assertThat(done).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void a_headers_exchange_routes_by_headers() {
        ConsumerGroup.Spec printer = ConsumerGroup.named("printer")
                .exchange(Exchange.headers("documents"))
                .on("documents", HeaderMatch.all(Map.of("format", "pdf")), event -> done.add(event.longId("id")));
        TestGroup group = TestGroup.of(printer);
        group.deliver(new RawMessage(
                "documents",
                "",
                MessageProperties.none().type("document.ready"),
                Map.of("format", "pdf"),
                "{\"id\":7}".getBytes(StandardCharsets.UTF_8)));

        assertThat(done).containsExactly(7L);
    }
}
