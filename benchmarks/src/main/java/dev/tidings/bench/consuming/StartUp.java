package dev.tidings.bench.consuming;

import dev.tidings.bench.Row;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.testkit.process.ChildJvm;
import java.util.List;

/**
 * From the start of a JVM to the first event at its handler. The event waits in the queue of a group that has run before; ours declares all
 * of its queues again, the others find them there.
 */
record StartUp() implements Row {
    private static final String HEAP = "128m";

    @Override
    public String name() {
        return "start-up";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public boolean isLessBetter() {
        return true;
    }

    @Override
    public double ours(Run run) throws Exception {
        return millis(run, FirstEvent.Client.OURS);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                new Baseline("bare", run -> millis(run, FirstEvent.Client.BARE)),
                new Baseline("spring-amqp-simple", run -> millis(run, FirstEvent.Client.SPRING)));
    }

    private static double millis(Run run, FirstEvent.Client client) throws Exception {
        try (GroupQueue queue = GroupQueue.filled(run.oneIn(run.events()))) {
            long start = System.nanoTime();
            try (ChildJvm child = ChildJvm.start(
                    FirstEvent.class, HEAP, client.name(), queue.site().uri(), queue.name())) {
                if (child.line().isEmpty()) {
                    throw new IllegalStateException("its JVM has died, with exit code " + child.exitCode());
                }
                return (System.nanoTime() - start) / 1e6;
            }
        }
    }
}
