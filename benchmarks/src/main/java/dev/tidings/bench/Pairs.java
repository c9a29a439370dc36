package dev.tidings.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Measures a row: ours, baseline, ours, baseline, and so on, after a warm-up of each that does not count. */
record Pairs(int count, Row.Run run, Consumer<String> progress) {

    /** The medians of one row against one baseline; {@code ratio} is the median of the ratios within the pairs. */
    record Result(String name, String unit, double ours, double baseline, String baselineName, double ratio) {}

    List<Result> measure(Row row) throws Exception {
        List<Result> results = new ArrayList<>();
        for (Row.Baseline baseline : row.baselines()) {
            results.add(measure(row, baseline));
        }
        return results;
    }

    private Result measure(Row row, Row.Baseline baseline) throws Exception {
        progress.accept(row.name() + " against " + baseline.name() + ": warm-up");
        double[] ours = new double[count];
        double[] theirs = new double[count];
        double[] ratios = new double[count];
        row.ours(run);
        baseline.measurement().of(run);
        for (int i = 0; i < count; i++) {
            progress.accept("%s against %s: pair %d of %d".formatted(row.name(), baseline.name(), i + 1, count));
            ours[i] = row.ours(run);
            theirs[i] = baseline.measurement().of(run);
            ratios[i] = ours[i] / theirs[i];
        }
        return new Result(row.name(), row.unit(), median(ours), median(theirs), baseline.name(), median(ratios));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
