package dev.tidings.migration;

import java.util.Locale;

/** Writes HTML. Text gets in by {@link #escaped} only, so that no value of an effect is markup. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Adds markup of ours, with these values in the places of {@code %s}. */
    Html add(String markup, Object... values) {
        Object[] escaped = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            escaped[i] = values[i] instanceof Html html ? html.toString() : escaped(String.valueOf(values[i]));
        }
        out.append(String.format(Locale.ROOT, markup, escaped)).append('\n');
        return this;
    }

    /** Adds a style sheet of ours as it is. */
    Html style(String css) {
        out.append("<style>\n").append(css).append("</style>\n");
        return this;
    }

    private static String escaped(String text) {
        String shown = Texts.shown(text, Math.max(1, text.length()));
        StringBuilder safe = new StringBuilder(shown.length());
        shown.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
