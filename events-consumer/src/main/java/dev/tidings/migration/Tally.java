package dev.tidings.migration;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Adds verdicts up, in as much memory for many as for few. */
final class Tally {
    static final int MOST_STRATA = 500;
    static final int MOST_FIELDS = 500;
    private static final String OTHER_FIELDS = "(other)";
    private static final int MOST_PATH = 300;

    private final int examples;
    private final Map<StratumTally.Key, StratumTally> strata = new LinkedHashMap<>();
    private final Map<String, Long> fields = new HashMap<>();
    private final Map<Side, Latencies> latencies = new EnumMap<>(Side.class);

    Tally(int examples) {
        this.examples = examples;
    }

    void add(Verdict verdict) {
        stratum(StratumTally.Key.of(verdict.known())).add(verdict);
        verdict.oldSide().ifPresent(this::addLatency);
        verdict.newSide().ifPresent(this::addLatency);
        verdict.differences().stream().map(Difference::rulePath).distinct().forEach(this::addField);
    }

    private StratumTally stratum(StratumTally.Key key) {
        StratumTally.Key fitting =
                strata.containsKey(key) || strata.size() < MOST_STRATA ? key : StratumTally.Key.OTHER;
        return strata.computeIfAbsent(fitting, same -> new StratumTally(same, examples));
    }

    private void addLatency(Outcome outcome) {
        latencies.computeIfAbsent(outcome.side(), side -> new Latencies()).add(outcome.took());
    }

    private void addField(String path) {
        String shown = Texts.shown(path, MOST_PATH);
        fields.merge(fields.containsKey(shown) || fields.size() < MOST_FIELDS ? shown : OTHER_FIELDS, 1L, Long::sum);
    }

    Counts counts() {
        return Counts.sum(strata.values().stream().map(StratumTally::counts).toList());
    }

    /** Those with the most mismatches first, then those that were not reached. */
    List<Stratum> strata() {
        return strata.values().stream()
                .map(StratumTally::stratum)
                .sorted(Comparator.comparing(
                                (Stratum stratum) -> -stratum.counts().mismatches())
                        .thenComparing(stratum -> !stratum.isUnseen())
                        .thenComparing(stratum -> -stratum.counts().seen())
                        .thenComparing(Stratum::routingKey)
                        .thenComparing(Stratum::changed)
                        .thenComparing(Stratum::answer))
                .toList();
    }

    /** In how many events a field differs, most first. */
    Map<String, Long> fields() {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    Latency latency(Side side) {
        return latencies.computeIfAbsent(side, none -> new Latencies()).latency();
    }
}
