package dev.tidings.bench.consuming;

import dev.tidings.bench.Row;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Many waiting events, consumed by a JVM with a small heap. If it dies there is no figure.
 *
 * @param figure what is told of it
 */
record BacklogHeap(Figure figure) implements Row {
    private static final String HEAP = "128m";
    private static final int EVENTS = 1_000_000;

    /** What a row tells. */
    enum Figure {
        RATE,
        PEAK
    }

    @Override
    public String name() {
        return figure == Figure.RATE ? "backlog-heap-rate" : "backlog-heap-peak";
    }

    @Override
    public String unit() {
        return figure == Figure.RATE ? "events/s" : "MiB";
    }

    @Override
    public boolean isLessBetter() {
        return figure == Figure.PEAK;
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

    private double consumed(Run all, BacklogConsumer.Client client) throws Exception {
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
            run.progress()
                    .accept(String.format(
                            Locale.ROOT,
                            "  %s: %,.0f events/s, %.1f MiB",
                            client.name().toLowerCase(Locale.ROOT),
                            told.rate(),
                            told.peakMiB()));
            return figure == Figure.RATE ? told.rate() : told.peakMiB();
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
