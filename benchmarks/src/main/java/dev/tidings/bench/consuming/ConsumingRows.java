package dev.tidings.bench.consuming;

import dev.tidings.bench.Row;
import java.util.List;

/** What it costs to consume. */
public final class ConsumingRows {
    private ConsumingRows() {}

    /** In the order of the table. */
    public static List<Row> all() {
        return List.of(
                new ConsumeBacklog(),
                new BacklogHeap(),
                new StartUp(),
                new Tracker(),
                new ShadowAttached(),
                new Redrive());
    }
}
