package dev.tidings.bench.latency;

import dev.tidings.bench.Row;
import java.util.List;

/** How long one event takes. */
public final class LatencyRows {
    private LatencyRows() {}

    /** In the order of the table. */
    public static List<Row> all() {
        return List.of(new LatencyIdle(), new LatencyIdleHandler(), new LatencyHalfLoad());
    }
}
