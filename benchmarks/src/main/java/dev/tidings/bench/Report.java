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

/** Shows results as a table, and writes them as one JSON object a line. */
final class Report {
    private static final String LINE = "%-22s %-9s %12s %12s  %-8s %6s%n";

    private Report() {}

    static void print(List<Pairs.Result> results, PrintStream out) {
        out.printf(LINE, "name", "unit", "ours", "baseline", "against", "ratio");
        for (Pairs.Result result : results) {
            out.printf(
                    LINE,
                    result.name(),
                    result.unit(),
                    "%,.0f".formatted(result.ours()),
                    "%,.0f".formatted(result.baseline()),
                    result.baselineName(),
                    String.format(Locale.ROOT, "%.2f", result.ratio()));
        }
    }

    static void write(List<Pairs.Result> results, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (Writer lines = Files.newBufferedWriter(file)) {
            for (Pairs.Result result : results) {
                lines.write(json.writeValueAsString(line(result)) + "\n");
            }
        }
    }

    private static Map<String, Object> line(Pairs.Result result) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", result.name());
        line.put("unit", result.unit());
        line.put("ours", Math.round(result.ours()));
        line.put("baseline", Math.round(result.baseline()));
        line.put("baseline_name", result.baselineName());
        line.put("ratio", Math.round(result.ratio() * 1000) / 1000.0);
        return line;
    }
}
