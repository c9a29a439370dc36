package dev.tidings.bench.growth;

import java.util.Locale;

/** Writes a drawing as SVG, element after element. For use by one thread. */
final class Svg {
    /** Opaque, so that it is read on any page: a light card with dark text. */
    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
            <title>%3$s</title>
            <style>
            text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 13px; fill: #1f2328; }
            .title { font-size: 16px; font-weight: 600; }
            .quiet { fill: #57606a; }
            .right { text-anchor: end; }
            .middle { text-anchor: middle; }
            .grid { stroke: #d0d7de; stroke-width: 1; }
            .axis { stroke: #57606a; stroke-width: 1; }
            .ours { stroke: #0550ae; fill: none; stroke-width: 2; }
            .bare { stroke: #bc4c00; fill: none; stroke-width: 2; stroke-dasharray: 6 4; }
            .spread { stroke-width: 1.5; stroke-dasharray: none; }
            .ours-mark { fill: #0550ae; }
            .bare-mark { fill: #bc4c00; }
            </style>
            <rect width="%1$d" height="%2$d" rx="6" fill="#ffffff" stroke="#d0d7de"/>
            """;

    private final StringBuilder text;

    Svg(int width, int height, String title) {
        text = new StringBuilder(HEAD.formatted(width, height, escaped(title)));
    }

    void text(String style, double x, double y, String words) {
        add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, escaped(words));
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1, x2, y2);
    }

    void circle(String style, double x, double y) {
        add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>", style, x, y);
    }

    void square(String style, double x, double y) {
        add("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\"/>", style, x - 4, y - 4);
    }

    private void add(String element, Object... values) {
        text.append(String.format(Locale.ROOT, element, values)).append('\n');
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** All that was drawn. */
    String end() {
        return text + "</svg>\n";
    }
}
