package dev.tidings.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Measures a row: ours, baseline, ours, baseline, and so on.
 *
 * @param warmUps of each side come before, and do not count; a row of a single pair has none
 * @param usual how many pairs count
 */
public record Pairs(int warmUps, int usual, Row.Run run) {

    /**
     * The medians of one figure against one baseline; {@code ratio} is the median of the ratios within the pairs, above 1 where ours is
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

    public List<Result> measure(Row row) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Row.Baseline baseline : row.baselines()) {
            results.addAll(measure(row, baseline));
        }
        return results;
    }

    private List<Result> measure(Row row, Row.Baseline baseline) throws InterruptedException {
        String what = row.name() + " against " + baseline.name();
        int count = row.pairs(usual);
        Side ours = new Side("ours", row::ours, row.figures(), count);
        Side theirs = new Side(baseline.name(), baseline.measurement(), row.figures(), count);
        for (int i = 0; i < (count > 1 ? warmUps : 0); i++) {
            run.progress().accept("%s: warm-up %d of %d".formatted(what, i + 1, warmUps));
            ours.warmUp(run);
            theirs.warmUp(run);
        }
        for (int i = 0; i < count; i++) {
            run.progress().accept("%s: pair %d of %d".formatted(what, i + 1, count));
            ours.measure(run);
            theirs.measure(run);
            if (ours.trouble().isEmpty() && theirs.trouble().isEmpty()) {
                for (Row.Figure figure : row.figures()) {
                    run.progress().accept(difference(ours.last(figure), theirs.last(figure), figure));
                }
            }
        }
        return row.figures().stream()
                .map(figure -> new Result(
                        figure.name(),
                        figure.unit(),
                        ours.median(figure),
                        theirs.median(figure),
                        baseline.name(),
                        ours.ratioTo(theirs, figure),
                        String.join("; ", troubles(ours, theirs))))
                .toList();
    }

    private static String difference(double ours, double theirs, Row.Figure figure) {
        return String.format(
                Locale.ROOT,
                "  %s: %,.3f and %,.3f %s: a difference of %+,.3f",
                figure.name(),
                ours,
                theirs,
                figure.unit(),
                ours - theirs);
    }

    private static List<String> troubles(Side ours, Side theirs) {
        return List.of(ours, theirs).stream()
                .map(Side::trouble)
                .filter(trouble -> !trouble.isEmpty())
                .toList();
    }
}
