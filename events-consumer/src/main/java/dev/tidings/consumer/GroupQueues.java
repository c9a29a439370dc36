package dev.tidings.consumer;

import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The queues of a group, and what is bound to them. */
record GroupQueues(String group) {

    String work() {
        return group;
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

    Topology topology(Routes routes, FailurePolicy policy) {
        List<Queue> queues = new ArrayList<>();
        queues.add(Queue.deadLetters(dead()));
        queues.add(Queue.work(work(), dead()));
        policy.delays().stream().distinct().forEach(delay -> queues.add(Queue.delay(retry(delay), delay, work())));
        List<Topology.Binding> bindings = routes.routes().stream()
                .map(route -> new Topology.Binding(
                        work(), route.exchange(), route.pattern().toString()))
                .toList();
        List<Topology.Binding> retired = routes.retired().stream()
                .map(gone -> new Topology.Binding(work(), gone.exchange(), gone.pattern()))
                .toList();
        return new Topology(List.copyOf(routes.exchanges().values()), queues, bindings, retired);
    }
}
