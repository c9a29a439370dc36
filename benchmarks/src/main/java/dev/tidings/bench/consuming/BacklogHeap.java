package dev.tidings.bench.consuming;

import dev.tidings.bench.Row;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.util.List;

/** Many waiting events, consumed by a JVM with a small heap: how fast, and what it takes. If it dies there is no figure. */
record BacklogHeap() implements Row {
    private static final String HEAP = "128m";
    private static final int EVENTS = 1_000_000;
    private static final Figure PEAK = new Figure("backlog-heap-peak", "MiB", true);
    private static final Figure ALLOCATION = new Figure("allocation-per-event", "bytes", true);

    @Override
    public String name() {
        return "backlog-heap-rate";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Figure> also() {
        return List.of(PEAK, ALLOCATION);
    }

    /** One, with a JVM of its own for each side, is long enough. */
    @Override
    public int pairs(int usual) {
        return 1;
    }

    @Override
    public double ours(Run run) throws Exception {
        return consumed(run, BacklogConsumer.Client.OURS);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("bare", run -> consumed(run, BacklogConsumer.Client.BARE)));
    }

    private static double consumed(Run all, BacklogConsumer.Client client) throws Exception {
        Run run = all.ofFull(EVENTS);
        try (GroupQueue queue = GroupQueue.filled(run);
                ChildJvm child = ChildJvm.start(
                        BacklogConsumer.class,
                        HEAP,
                        client.name(),
                        queue.site().uri(),
                        queue.name(),
                        String.valueOf(run.events()))) {
            BacklogConsumer.Told told = told(child);
            run.tell(PEAK.name(), told.peakMiB());
            run.tell(ALLOCATION.name(), told.bytesPerEvent());
            return told.rate();
        }
    }

    private static BacklogConsumer.Told told(ChildJvm child) throws IOException, InterruptedException {
        String line = child.line();
        if (line.isEmpty()) {
            throw new IllegalStateException("its JVM has died, with exit code " + child.exitCode());
        }
        return BacklogConsumer.Told.of(line);
    }
}
