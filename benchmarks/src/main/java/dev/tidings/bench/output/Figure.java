package dev.tidings.bench.output;

import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A measured figure, with as many digits as mean something; empty where it could not be had. */
public final class Figure {
    private static final double SMALL = 100;
    private static final String NONE = "-";

    private Figure() {}

    /** As people read it. */
    public static String text(OptionalDouble figure) {
        return text(figure, figure.orElse(0) < SMALL ? "%.3f" : "%,.0f");
    }

    /** A ratio, as people read it. */
    public static String ratio(OptionalDouble ratio) {
        return text(ratio, "%.2f");
    }

    /** From the least to the most. */
    public static String range(OptionalDouble least, OptionalDouble most) {
        return least.isEmpty() ? NONE : text(least) + " – " + text(most);
    }

    private static String text(OptionalDouble figure, String format) {
        return figure.isPresent() ? String.format(Locale.ROOT, format, figure.getAsDouble()) : NONE;
    }

    /** As it stands in JSON; null where it could not be had. */
    public static @Nullable Number number(OptionalDouble figure) {
        if (figure.isEmpty()) {
            return null;
        }
        double value = figure.getAsDouble();
        if (value < SMALL) {
            return Math.round(value * 1000) / 1000.0;
        }
        return Math.round(value);
    }
}
