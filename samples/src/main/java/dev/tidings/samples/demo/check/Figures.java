package dev.tidings.samples.demo.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The figures that every run has, and the names of more. */
public final class Figures {
    private static final List<String> ALWAYS = List.of(
            "published",
            "delivered",
            "duplicates_suppressed",
            "lost",
            "duplicate_effects",
            "stale",
            "callbacks",
            "seconds");

    private Figures() {}

    /** Those that every run has, and these. */
    public static List<String> and(String... more) {
        return Stream.concat(ALWAYS.stream(), Stream.of(more)).toList();
    }

    /** One value for each name, in their order. */
    public static Map<String, Object> of(List<String> names, Object... values) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            figures.put(names.get(i), values[i]);
        }
        return figures;
    }
}
