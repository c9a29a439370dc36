package dev.tidings.bench;

import java.util.Arrays;
import java.util.OptionalDouble;

/** One side of the pairs: its figures, or why there are none. */
public final class Side {
    private final String name;
    private final Row.Measurement measurement;
    private final double[] figures;
    private int measured;
    private String trouble = "";

    public Side(String name, Row.Measurement measurement, int count) {
        this.name = name;
        this.measurement = measurement;
        this.figures = new double[count];
    }

    public void warmUp(Row.Run run) throws InterruptedException {
        OptionalDouble unused = attempt(run);
    }

    public void measure(Row.Run run) throws InterruptedException {
        attempt(run).ifPresent(figure -> figures[measured++] = figure);
    }

    /** Once it has failed, it is not tried again: the other side still gets its figure. */
    private OptionalDouble attempt(Row.Run run) throws InterruptedException {
        if (!trouble.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(measurement.of(run));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            trouble = name + ": " + e;
            run.progress().accept(trouble);
            return OptionalDouble.empty();
        }
    }

    /** Why it has no figure; "" if it has one. */
    public String trouble() {
        return trouble;
    }

    double last() {
        return figures[measured - 1];
    }

    /** Empty if any measurement failed. */
    public OptionalDouble median() {
        return at(0.5);
    }

    /** The least; empty if any measurement failed. */
    public OptionalDouble least() {
        return at(0);
    }

    /** The most; empty if any measurement failed. */
    public OptionalDouble most() {
        return at(1);
    }

    private OptionalDouble at(double part) {
        return trouble.isEmpty() ? OptionalDouble.of(quantile(figures, part)) : OptionalDouble.empty();
    }

    /** The median of the ratios within the pairs; above 1 means that this one is better. */
    public OptionalDouble ratioTo(Side baseline, boolean isLessBetter) {
        if (!trouble.isEmpty() || !baseline.trouble.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] ratios = new double[figures.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = isLessBetter ? baseline.figures[i] / figures[i] : figures[i] / baseline.figures[i];
        }
        return OptionalDouble.of(quantile(ratios, 0.5));
    }

    /** The value that this part of them is below; between two values, their mean by weight. */
    static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
