package dev.tidings.consumer;

import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The queues of a group, and what is bound to them.
 *
 * @param group its name
 * @param priorities the queues that it has for tasks, beside its own
 */
record GroupQueues(String group, List<Lane> priorities) {

    static GroupQueues ofEvents(String group) {
        return new GroupQueues(group, List.of());
    }

    static GroupQueues ofTasks(String name) {
        return new GroupQueues(name, List.of(new Lane(name + ".high", 1, false), new Lane(name + ".low", -1, false)));
    }

    String work() {
        return group;
    }

    /** For tasks of this priority. */
    String of(Task.Priority priority) {
        return switch (priority) {
            case HIGH -> group + ".high";
            case NORMAL -> work();
            case LOW -> group + ".low";
        };
    }

    /** All that tasks are put in. */
    List<String> ofTasks() {
        return Stream.of(Task.Priority.values()).map(this::of).toList();
    }

    /** For what may end a process, so that it is handled alone. */
    String alone() {
        return group + ".alone";
    }

    String dead() {
        return group + ".dead";
    }

    /** {@code billing.retry.1s}, {@code billing.retry.90s}, {@code billing.retry.10m}, {@code billing.retry.1500ms}. */
    String retry(Duration delay) {
        return group + ".retry." + inLargestUnit(delay.toMillis());
    }

    private static String inLargestUnit(long millis) {
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** What is consumed. */
    List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        lanes.add(new Lane(work(), 0, false));
        lanes.addAll(priorities);
        lanes.add(new Lane(alone(), 0, true));
        return lanes;
    }

    /** What is needed to put something in, and to consume it. */
    Topology workTopology() {
        List<Queue> queues = new ArrayList<>();
        queues.add(Queue.deadLetters(dead()));
        lanes().forEach(lane -> queues.add(Queue.work(lane.queue(), dead())));
        return Topology.of(queues);
    }

    /** All that a group needs. */
    Topology topology(Routes routes, FailurePolicy policy) {
        List<Queue> delays = policy.delays().stream()
                .distinct()
                .map(delay -> Queue.delay(retry(delay), delay, work()))
                .toList();
        List<Topology.Binding> bindings =
                routes.bound().map(bound -> bound.binding(work())).toList();
        List<Topology.Binding> retired =
                routes.retired().stream().map(bound -> bound.binding(work())).toList();
        return workTopology()
                .and(new Topology(List.copyOf(routes.exchanges().values()), delays, bindings, retired, List.of()));
    }
}
