package dev.tidings.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows results as a table, and writes them as one JSON object a line. */
public final class Report {
    private static final double SMALL = 100;

    private Report() {}

    public static void print(List<Pairs.Result> results, PrintStream out) {
        String line = "%%-%ds  %%-8s %%12s %%12s  %%-%ds %%6s%%n"
                .formatted(widest(results, Pairs.Result::name), widest(results, Pairs.Result::baselineName));
        out.printf(line, "name", "unit", "ours", "baseline", "against", "ratio");
        for (Pairs.Result result : results) {
            out.printf(
                    line,
                    result.name(),
                    result.unit(),
                    shown(result.ours()),
                    shown(result.baseline()),
                    result.baselineName(),
                    shown(result.ratio(), "%.2f"));
            if (!result.reason().isEmpty()) {
                out.println("  " + result.reason());
            }
        }
    }

    private static int widest(List<Pairs.Result> results, Function<Pairs.Result, String> column) {
        return results.stream().map(column).mapToInt(String::length).max().orElse(1);
    }

    private static String shown(OptionalDouble figure) {
        return shown(figure, figure.orElse(0) < SMALL ? "%.3f" : "%,.0f");
    }

    private static String shown(OptionalDouble figure, String format) {
        return figure.isPresent() ? String.format(Locale.ROOT, format, figure.getAsDouble()) : "-";
    }

    public static void write(List<Pairs.Result> results, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (Writer lines = Files.newBufferedWriter(file)) {
            for (Pairs.Result result : results) {
                lines.write(json.writeValueAsString(line(result)) + "\n");
            }
        }
    }

    private static Map<String, @Nullable Object> line(Pairs.Result result) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("name", result.name());
        line.put("unit", result.unit());
        line.put("ours", written(result.ours()));
        line.put("baseline", written(result.baseline()));
        line.put("baseline_name", result.baselineName());
        line.put("ratio", written(result.ratio()));
        if (!result.reason().isEmpty()) {
            line.put("reason", result.reason());
        }
        return line;
    }

    private static @Nullable Number written(OptionalDouble figure) {
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
