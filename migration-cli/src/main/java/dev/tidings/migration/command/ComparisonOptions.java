package dev.tidings.migration.command;

import dev.tidings.migration.Comparison;
import dev.tidings.migration.OutcomeStore;
import dev.tidings.migration.Sampling;
import dev.tidings.migration.baton.Baton;
import dev.tidings.migration.baton.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how outcomes are compared. */
final class ComparisonOptions {
    @Option(
            names = "--ignore",
            paramLabel = "PATH",
            description =
                    "A field that does not count, with all below it, such as written_at or lines[].id. May be repeated.")
    private List<String> ignored = List.of();

    @Option(
            names = "--ignore-order",
            paramLabel = "PATH",
            description = "An array whose order does not count. May be repeated.")
    private List<String> unordered = List.of();

    @Option(
            names = "--tolerance",
            paramLabel = "PATH=N",
            description =
                    "So far apart may numbers be, such as total=0.01, or times, such as paid_at=PT2S. May be repeated.")
    private Map<String, String> tolerances = new LinkedHashMap<>();

    @Option(
            names = "--sampling",
            paramLabel = "PERCENT",
            description = "The shadow's share of the entities. Default: all.")
    private @Nullable Double sampling;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only what was decided from then on, such as 2026-01-31T12:00:00Z, when a side was corrected.")
    private @Nullable Instant since;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            description = "A missing side may be so late, such as PT1M, which is the default.")
    private @Nullable Duration patience;

    @Option(
            names = "--noise",
            paramLabel = "COMPARISON",
            description = "The comparison of two instances of the old side, such as billing/noise.")
    private @Nullable String noise;

    /** Of both sides of the migration that is on. */
    Comparison of(Baton baton, Status status, OutcomeStore store) {
        Comparison comparison =
                Comparison.of(status.group() + "/" + status.next(), store).moves(baton.moves());
        for (String path : ignored) {
            comparison = comparison.ignoring(path);
        }
        for (String path : unordered) {
            comparison = comparison.ignoringOrder(path);
        }
        for (Map.Entry<String, String> tolerance : tolerances.entrySet()) {
            comparison = tolerant(comparison, tolerance.getKey(), tolerance.getValue());
        }
        comparison = sampling == null ? comparison : comparison.sampling(Sampling.percent(sampling));
        comparison = since == null ? comparison : comparison.since(since);
        comparison = patience == null ? comparison : comparison.patience(patience);
        return noise == null ? comparison : comparison.noise(noise);
    }

    private static Comparison tolerant(Comparison comparison, String path, String most) {
        return most.startsWith("P")
                ? comparison.tolerance(path, Duration.parse(most))
                : comparison.tolerance(path, Double.parseDouble(most));
    }
}
