package dev.tidings.bench.growth;

import dev.tidings.bench.Side;
import dev.tidings.bench.growth.Series.Unit;
import dev.tidings.bench.output.Figure;
import dev.tidings.bench.output.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a series came to: as a table, and as lines of JSON. */
record Curve(Series series, List<Point> points) {

    /** One row for each size, with the median and what the figures were between. */
    Table table() {
        Table table = new Table(series.axis(), "unit", "ours", "from – to", "bare", "from – to", "ratio");
        for (Unit unit : series.units()) {
            for (Point point : points) {
                Point.Spread ours = Point.spread(point.ours(), unit.perEvent().applyAsDouble(point.size()));
                Point.Spread bare = Point.spread(point.bare(), unit.perEvent().applyAsDouble(point.size()));
                table.add(
                        series.label(point.size()),
                        unit.name(),
                        Figure.text(ours.median()),
                        Figure.range(ours.least(), ours.most()),
                        Figure.text(bare.median()),
                        Figure.range(bare.least(), bare.most()),
                        Figure.ratio(point.ratio()));
            }
        }
        return table;
    }

    /** Whether each side could be measured at some size at least. */
    boolean isOfBothSides() {
        return points.stream().anyMatch(point -> point.ours().trouble().isEmpty())
                && points.stream().anyMatch(point -> point.bare().trouble().isEmpty());
    }

    /** Why figures are not there. */
    List<String> reasons() {
        return points.stream()
                .filter(point -> !point.reason().isEmpty())
                .map(point -> series.label(point.size()) + ": " + point.reason())
                .toList();
    }

    List<Map<String, @Nullable Object>> lines() {
        List<Map<String, @Nullable Object>> lines = new ArrayList<>();
        for (Unit unit : series.units()) {
            for (Point point : points) {
                lines.add(line(unit, point));
            }
        }
        return lines;
    }

    private Map<String, @Nullable Object> line(Unit unit, Point point) {
        double perEvent = unit.perEvent().applyAsDouble(point.size());
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("name", "growth-" + series.name());
        line.put("size", point.size());
        line.put("unit", unit.name());
        put(line, "ours", point.ours(), perEvent);
        put(line, "baseline", point.bare(), perEvent);
        line.put("baseline_name", "bare");
        line.put("ratio", Figure.number(point.ratio()));
        if (!point.reason().isEmpty()) {
            line.put("reason", point.reason());
        }
        return line;
    }

    private static void put(Map<String, @Nullable Object> line, String name, Side side, double perEvent) {
        Point.Spread spread = Point.spread(side, perEvent);
        line.put(name, Figure.number(spread.median()));
        line.put(name + "_least", Figure.number(spread.least()));
        line.put(name + "_most", Figure.number(spread.most()));
    }

    /** The figures of one side in a unit, in the order of sizes. */
    List<Point.Spread> spreads(Function<Point, Side> side, Unit unit) {
        return points.stream()
                .map(point -> Point.spread(side.apply(point), unit.perEvent().applyAsDouble(point.size())))
                .toList();
    }
}
