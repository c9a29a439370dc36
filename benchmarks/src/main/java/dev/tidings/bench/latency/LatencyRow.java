package dev.tidings.bench.latency;

import dev.tidings.bench.Row;
import dev.tidings.bench.Side;
import java.util.List;

/** Tells the median of many times, and their slowest hundredth and thousandth, each as a figure. */
interface LatencyRow extends Row {

    @Override
    default String unit() {
        return "ms";
    }

    @Override
    default boolean isLessBetter() {
        return true;
    }

    @Override
    default List<Figure> also() {
        return List.of(new Figure(p99(), unit(), true), new Figure(p999(), unit(), true));
    }

    private String p99() {
        return name() + "-p99";
    }

    private String p999() {
        return name() + "-p999";
    }

    /** Tells the tail, and returns the median. */
    default double told(Run run, double[] millis) {
        run.tell(p99(), Side.quantile(millis, 0.99));
        run.tell(p999(), Side.quantile(millis, 0.999));
        return Side.quantile(millis, 0.5);
    }
}
