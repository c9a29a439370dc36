package dev.tidings.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/** One side of the pairs: its figures, or why there are none. */
public final class Side {
    private final String name;
    private final Row.Measurement measurement;
    private final String first;
    private final Map<String, double[]> figures = new LinkedHashMap<>();
    private int measured;
    private String trouble = "";

    public Side(String name, Row.Measurement measurement, List<Row.Figure> figures, int count) {
        this.name = name;
        this.measurement = measurement;
        this.first = figures.get(0).name();
        figures.forEach(figure -> this.figures.put(figure.name(), new double[count]));
    }

    public void warmUp(Row.Run run) throws InterruptedException {
        Map<String, Double> unused = attempt(run);
    }

    public void measure(Row.Run run) throws InterruptedException {
        Map<String, Double> told = attempt(run);
        if (!told.isEmpty()) {
            told.forEach((figure, value) -> values(figure)[measured] = value);
            measured++;
        }
    }

    /** Empty if it has failed. Then it is not tried again: the other side still gets its figures. */
    private Map<String, Double> attempt(Row.Run run) throws InterruptedException {
        if (!trouble.isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, Double> told = new ConcurrentHashMap<>();
            told.put(first, measurement.of(run.telling(told::put)));
            if (!told.keySet().equals(figures.keySet())) {
                throw new IllegalStateException("it told " + told.keySet() + " instead of " + figures.keySet());
            }
            return told;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            trouble = name + ": " + e;
            run.progress().accept(trouble);
            return Map.of();
        }
    }

    /** Why it has no figures; "" if it has. */
    public String trouble() {
        return trouble;
    }

    double last(Row.Figure figure) {
        return values(figure.name())[measured - 1];
    }

    private double[] values(String figure) {
        return figures.getOrDefault(figure, new double[0]);
    }

    /** Empty if any measurement failed. */
    public OptionalDouble median(Row.Figure figure) {
        return at(0.5, figure);
    }

    /** The least; empty if any measurement failed. */
    public OptionalDouble least(Row.Figure figure) {
        return at(0, figure);
    }

    /** The most; empty if any measurement failed. */
    public OptionalDouble most(Row.Figure figure) {
        return at(1, figure);
    }

    private OptionalDouble at(double part, Row.Figure figure) {
        return trouble.isEmpty() ? OptionalDouble.of(quantile(values(figure.name()), part)) : OptionalDouble.empty();
    }

    /** The median of the ratios within the pairs; above 1 means that this one is better. */
    public OptionalDouble ratioTo(Side baseline, Row.Figure figure) {
        if (!trouble.isEmpty() || !baseline.trouble.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] ours = values(figure.name());
        double[] theirs = baseline.values(figure.name());
        double[] ratios = new double[ours.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.isLessBetter() ? theirs[i] / ours[i] : ours[i] / theirs[i];
        }
        return OptionalDouble.of(quantile(ratios, 0.5));
    }

    /** The value that this part of them is below; between two values, their mean by weight. */
    public static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
