package dev.tidings.bench.latency;

import dev.tidings.bench.Row;
import dev.tidings.bench.Side;
import java.util.Locale;

/** What is told of the times of one side. */
final class Latency {
    private Latency() {}

    /** The median; it and the slowest hundredth are also told as progress. */
    static double median(String side, Row.Run run, double[] millis) {
        double median = Side.quantile(millis, 0.5);
        run.progress()
                .accept(String.format(
                        Locale.ROOT,
                        "  %s: median %.3f ms, p99 %.3f ms of %d",
                        side,
                        median,
                        Side.quantile(millis, 0.99),
                        millis.length));
        return median;
    }
}
