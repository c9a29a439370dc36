package dev.tidings.bench.growth;

import dev.tidings.bench.Row;
import dev.tidings.bench.Side;
import dev.tidings.bench.Site;
import dev.tidings.bench.output.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Measures a series: at each size ours, bare, ours, bare, and so on.
 *
 * @param usual how many events a measurement usually has
 * @param runs of each side at each size
 * @param sizes which of a series' sizes are measured
 */
record Sweep(Site site, int usual, int runs, UnaryOperator<List<Integer>> sizes, Consumer<String> progress) {

    Curve measure(Series series) throws InterruptedException {
        List<Point> points = new ArrayList<>();
        for (int size : sizes.apply(series.sizes())) {
            points.add(measure(series, size, points.isEmpty() && runs > 1));
        }
        return new Curve(series, points);
    }

    /** The first size is measured once without counting, so that all are measured warm. */
    private Point measure(Series series, int size, boolean isFirst) throws InterruptedException {
        int events = series.events(size, usual);
        Row.Run run = new Row.Run(site, events, progress);
        try (Series.Scene scene = opened(series, size, events)) {
            Side ours = new Side("ours", unused -> scene.ours(), List.of(Point.RATE), runs);
            Side bare = new Side("bare", unused -> scene.bare(), List.of(Point.RATE), runs);
            if (isFirst) {
                ours.warmUp(run);
                bare.warmUp(run);
            }
            for (int i = 0; i < runs; i++) {
                ours.measure(run);
                bare.measure(run);
            }
            Point point = new Point(size, ours, bare);
            progress.accept("%s %s: ours %s, bare %s events/s"
                    .formatted(
                            series.name(),
                            series.label(size),
                            Figure.text(Point.spread(ours, 1).median()),
                            Figure.text(Point.spread(bare, 1).median())));
            return point;
        }
    }

    private Series.Scene opened(Series series, int size, int events) throws InterruptedException {
        try {
            return series.open(site, size, events);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return new Unopened(e);
        }
    }

    /** What could not be set up: neither side has a figure, and the others go on. */
    private record Unopened(Exception why) implements Series.Scene {
        @Override
        public double ours() throws Exception {
            throw why;
        }

        @Override
        public double bare() throws Exception {
            throw why;
        }

        @Override
        public void close() {}
    }
}
