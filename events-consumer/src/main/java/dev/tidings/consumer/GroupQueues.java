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
 * @param isShadow whether its queues are bounded and lose the oldest, and nothing is retried or a dead letter
 */
record GroupQueues(String group, List<Lane> priorities, boolean isShadow) {

    static GroupQueues ofEvents(String group) {
        return new GroupQueues(group, List.of(), false);
    }

    static GroupQueues ofTasks(String name) {
        return new GroupQueues(name, List.of(Lane.usual(name + ".high", 1), Lane.usual(name + ".low", -1)), false);
    }

    static GroupQueues ofShadow(String liveGroup, String name) {
        return new GroupQueues(liveGroup + ".shadow." + name, List.of(), true);
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

    /** For what a shadow's queues have lost. */
    String dropped() {
        return group + ".dropped";
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
        lanes.add(Lane.usual(work(), 0));
        lanes.addAll(priorities);
        lanes.add(new Lane(alone(), 0, Lane.Kind.ALONE));
        if (isShadow) {
            lanes.add(new Lane(dropped(), 0, Lane.Kind.DROPPED));
        }
        return lanes;
    }

    /** What is to be handled now or later. */
    List<String> waiting(FailurePolicy policy) {
        return Stream.concat(
                        lanes().stream().filter(lane -> !lane.isDropped()).map(Lane::queue),
                        policy.delays().stream().distinct().map(this::retry))
                .toList();
    }

    /** What is needed to put something in, and to consume it. */
    Topology workTopology() {
        if (isShadow) {
            return Topology.of(List.of(
                    Queue.dropped(dropped()), Queue.shadow(work(), dropped()), Queue.shadow(alone(), dropped())));
        }
        List<Queue> queues = new ArrayList<>();
        queues.add(Queue.deadLetters(dead()));
        lanes().forEach(lane -> queues.add(Queue.work(lane.queue(), dead())));
        return Topology.of(queues);
    }

    /** All that a group needs. */
    Topology topology(Routes routes, FailurePolicy policy, Share.Bindings wanted) {
        List<Queue> delays = policy.delays().stream()
                .distinct()
                .map(delay -> Queue.delay(retry(delay), delay, work()))
                .toList();
        List<Topology.Binding> bindings =
                routes.bound().map(bound -> bound.binding(work())).toList();
        List<Topology.Binding> retired = new ArrayList<>(
                routes.retired().stream().map(bound -> bound.binding(work())).toList());
        if (wanted == Share.Bindings.REMOVE) {
            retired.addAll(bindings);
        }
        return workTopology()
                .and(new Topology(
                        List.copyOf(routes.exchanges().values()),
                        delays,
                        wanted == Share.Bindings.KEEP ? bindings : List.of(),
                        retired,
                        List.of()));
    }
}
