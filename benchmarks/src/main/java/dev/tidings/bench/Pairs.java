package dev.tidings.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Measures a row: ours, baseline, ours, baseline, and so on, after a warm-up of each that does not count. */
public record Pairs(int usual, Row.Run run) {

    /**
     * The medians of one row against one baseline; {@code ratio} is the median of the ratios within the pairs, above 1 where ours is
     * better. What could not be measured is empty, and {@code reason} says why.
     */
    public record Result(
            String name,
            String unit,
            OptionalDouble ours,
            OptionalDouble baseline,
            String baselineName,
            OptionalDouble ratio,
            String reason) {}

    List<Result> measure(Row row) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Row.Baseline baseline : row.baselines()) {
            results.add(measure(row, baseline));
        }
        return results;
    }

    private Result measure(Row row, Row.Baseline baseline) throws InterruptedException {
        String what = row.name() + " against " + baseline.name();
        int count = row.pairs(usual);
        Side ours = new Side("ours", row::ours, count);
        Side theirs = new Side(baseline.name(), baseline.measurement(), count);
        if (count > 1) {
            run.progress().accept(what + ": warm-up");
            ours.warmUp(run);
            theirs.warmUp(run);
        }
        for (int i = 0; i < count; i++) {
            run.progress().accept("%s: pair %d of %d".formatted(what, i + 1, count));
            ours.measure(run);
            theirs.measure(run);
            if (ours.trouble().isEmpty() && theirs.trouble().isEmpty()) {
                run.progress().accept(difference(ours.last(), theirs.last(), row.unit()));
            }
        }
        return new Result(
                row.name(),
                row.unit(),
                ours.median(),
                theirs.median(),
                baseline.name(),
                ours.ratioTo(theirs, row.isLessBetter()),
                String.join("; ", troubles(ours, theirs)));
    }

    private static String difference(double ours, double theirs, String unit) {
        return String.format(
                Locale.ROOT, "  %,.3f and %,.3f %s: a difference of %+,.3f", ours, theirs, unit, ours - theirs);
    }

    private static List<String> troubles(Side ours, Side theirs) {
        return List.of(ours, theirs).stream()
                .map(Side::trouble)
                .filter(trouble -> !trouble.isEmpty())
                .toList();
    }
}
