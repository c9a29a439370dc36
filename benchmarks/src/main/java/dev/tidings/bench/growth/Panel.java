package dev.tidings.bench.growth;

import dev.tidings.bench.growth.Point.Spread;
import dev.tidings.bench.growth.Series.Unit;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** One unit of a curve: sizes from left to right, each a step as large as its logarithm; figures upward from zero. */
final class Panel {
    private static final int LEFT = 84;
    private static final int RIGHT = 40;
    private static final int ABOVE = 28;
    private static final int BELOW = 58;
    /** The two sides stand a little beside each other, so that the bars of both are seen. */
    private static final double ASIDE = 4;

    private final Curve curve;
    private final Unit unit;
    private final int top;
    private final int width;
    private final int bottom;
    private final List<Spread> ours;
    private final List<Spread> bare;
    private final Ticks ticks;

    Panel(Curve curve, Unit unit, int top, int width, int height) {
        this.curve = curve;
        this.unit = unit;
        this.top = top + ABOVE;
        this.width = width;
        this.bottom = top + height - BELOW;
        this.ours = curve.spreads(Point::ours, unit);
        this.bare = curve.spreads(Point::bare, unit);
        this.ticks = Ticks.upTo(Stream.concat(ours.stream(), bare.stream())
                .flatMap(spread -> spread.most().stream().boxed())
                .reduce(0.0, Math::max));
    }

    void draw(Svg svg) {
        axes(svg);
        side(svg, "bare", bare, ASIDE);
        side(svg, "ours", ours, -ASIDE);
    }

    private void axes(Svg svg) {
        svg.text("quiet", 24, top - 12.0, unit.name());
        for (double tick : ticks.values()) {
            svg.line("grid", LEFT, y(tick), width - RIGHT, y(tick));
            svg.text("quiet right", LEFT - 8, y(tick) + 4.5, ticks.label(tick));
        }
        svg.line("axis", LEFT, bottom, width - RIGHT, bottom);
        for (Point point : curve.points()) {
            svg.line("axis", x(point.size()), bottom, x(point.size()), bottom + 5);
            svg.text(
                    "quiet middle", x(point.size()), bottom + 21, curve.series().label(point.size()));
        }
        svg.text(
                "quiet middle",
                (LEFT + width - RIGHT) / 2.0,
                bottom + 42,
                curve.series().axis());
    }

    private void side(Svg svg, String name, List<Spread> spreads, double aside) {
        OptionalDouble before = OptionalDouble.empty();
        double xBefore = 0;
        for (int i = 0; i < spreads.size(); i++) {
            Spread spread = spreads.get(i);
            double x = x(curve.points().get(i).size()) + aside;
            if (before.isPresent() && spread.median().isPresent()) {
                svg.line(
                        name,
                        xBefore,
                        y(before.getAsDouble()),
                        x,
                        y(spread.median().getAsDouble()));
            }
            if (spread.median().isPresent()) {
                bar(svg, name + " spread", x, spread);
            }
            before = spread.median();
            xBefore = x;
        }
        for (int i = 0; i < spreads.size(); i++) {
            double x = x(curve.points().get(i).size()) + aside;
            spreads.get(i).median().ifPresent(median -> mark(svg, name, x, y(median)));
        }
    }

    private void bar(Svg svg, String style, double x, Spread spread) {
        double least = y(spread.least().orElseThrow());
        double most = y(spread.most().orElseThrow());
        svg.line(style, x, least, x, most);
        svg.line(style, x - 4, least, x + 4, least);
        svg.line(style, x - 4, most, x + 4, most);
    }

    private static void mark(Svg svg, String side, double x, double y) {
        if (side.equals("ours")) {
            svg.circle("ours-mark", x, y);
        } else {
            svg.square("bare-mark", x, y);
        }
    }

    private double y(double figure) {
        return bottom - (bottom - top) * figure / ticks.highest();
    }

    private double x(int size) {
        double first = Math.log(curve.points().get(0).size());
        double last = Math.log(curve.points().get(curve.points().size() - 1).size());
        int inner = 24;
        return LEFT + inner + (width - LEFT - RIGHT - 2 * inner) * (Math.log(size) - first) / (last - first);
    }
}
