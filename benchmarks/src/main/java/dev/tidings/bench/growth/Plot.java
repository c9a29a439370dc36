package dev.tidings.bench.growth;

import dev.tidings.bench.growth.Series.Unit;
import java.util.List;
import java.util.stream.Collectors;

/** A curve as a drawing: a panel for each unit, one above the other, under a title and a legend. */
final class Plot {
    private static final int WIDTH = 720;
    private static final int TOP = 74;
    private static final int PANEL = 300;
    private static final int NOTE = 26;
    private static final int LEFT = 24;

    private Plot() {}

    /** As SVG. */
    static String of(Curve curve) {
        List<Unit> units = curve.series().units();
        String note = note(curve);
        int height = TOP + PANEL * units.size() + (note.isEmpty() ? 0 : NOTE);
        Svg svg = new Svg(WIDTH, height, curve.series().title());
        svg.text("title", LEFT, 30, curve.series().title());
        legend(svg);
        for (int i = 0; i < units.size(); i++) {
            new Panel(curve, units.get(i), TOP + i * PANEL, WIDTH, PANEL).draw(svg);
        }
        if (!note.isEmpty()) {
            svg.text("quiet", LEFT, height - 12, note);
        }
        return svg.end();
    }

    private static void legend(Svg svg) {
        svg.line("ours", LEFT, 52, LEFT + 32, 52);
        svg.circle("ours-mark", LEFT + 16, 52);
        svg.text("", LEFT + 40, 56.5, "Tidings");
        svg.line("bare", LEFT + 112, 52, LEFT + 144, 52);
        svg.square("bare-mark", LEFT + 128, 52);
        svg.text("", LEFT + 152, 56.5, "bare client");
        svg.text("quiet right", WIDTH - LEFT, 56.5, "median; bars from the least to the most");
    }

    private static String note(Curve curve) {
        String sizes = curve.points().stream()
                .filter(point -> !point.reason().isEmpty())
                .map(point -> curve.series().label(point.size()))
                .collect(Collectors.joining(", "));
        return sizes.isEmpty() ? "" : "Not all could be measured at " + sizes + "; the table says why.";
    }
}
