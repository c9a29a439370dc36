package dev.tidings.bench;

import dev.tidings.bench.output.Figure;
import dev.tidings.bench.output.Table;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows results as a table, and writes them as one JSON object a line. */
public final class Report {
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
                    Figure.text(result.ours()),
                    Figure.text(result.baseline()),
                    result.baselineName(),
                    Figure.ratio(result.ratio()));
            if (!result.reason().isEmpty()) {
                out.println("  " + result.reason());
            }
        }
    }

    private static int widest(List<Pairs.Result> results, Function<Pairs.Result, String> column) {
        return results.stream().map(column).mapToInt(String::length).max().orElse(1);
    }

    /** The same as a table in Markdown. */
    public static Table table(List<Pairs.Result> results) {
        Table table = new Table("row", "unit", "ours", "baseline", "against", "ratio");
        for (Pairs.Result result : results) {
            table.add(
                    "`" + result.name() + "`",
                    result.unit(),
                    Figure.text(result.ours()),
                    Figure.text(result.baseline()),
                    "`" + result.baselineName() + "`",
                    Figure.ratio(result.ratio()));
        }
        return table;
    }

    /** The same as lines of JSON. */
    public static List<Map<String, @Nullable Object>> lines(List<Pairs.Result> results) {
        return results.stream().map(Report::line).toList();
    }

    private static Map<String, @Nullable Object> line(Pairs.Result result) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("name", result.name());
        line.put("unit", result.unit());
        line.put("ours", Figure.number(result.ours()));
        line.put("baseline", Figure.number(result.baseline()));
        line.put("baseline_name", result.baselineName());
        line.put("ratio", Figure.number(result.ratio()));
        if (!result.reason().isEmpty()) {
            line.put("reason", result.reason());
        }
        return line;
    }
}
