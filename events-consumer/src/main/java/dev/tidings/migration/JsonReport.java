package dev.tidings.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.migration.Verdict.Kind;
import java.time.Duration;
import java.util.Locale;

/** A report as JSON. */
final class JsonReport {
    private static final double THOUSAND = 1_000.0;

    private JsonReport() {}

    static String of(Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("comparison", report.comparison());
        json.put("at", report.at().toString());
        json.put("verdict", report.verdict());
        json.put("exit_code", report.exitCode());
        put(json.putObject("mismatches"), report.mismatches());
        report.noise().ifPresentOrElse(noise -> put(json.putObject("noise"), noise), () -> json.putNull("noise"));
        ObjectNode counts = json.putObject("counts");
        put(counts, report.counts());
        counts.put("dropped", report.dropped());
        json.put("sampled_percent", report.sampling().percent());
        json.put("unseen_strata", report.unseen());
        ObjectNode latency = json.putObject("latency");
        put(latency.putObject("old"), report.oldSide());
        put(latency.putObject("new"), report.newSide());
        ObjectNode fields = json.putObject("fields");
        report.fields().forEach(fields::put);
        var strata = json.putArray("strata");
        report.strata().forEach(stratum -> put(strata.addObject(), stratum));
        try {
            return CanonicalJson.pretty(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report could not be written as JSON", e);
        }
    }

    private static void put(ObjectNode json, Rate rate) {
        json.put("mismatches", rate.mismatches());
        json.put("compared", rate.compared());
        if (rate.compared() == 0) {
            json.putNull("rate").putNull("upper_bound_95").putNull("method");
        } else {
            json.put("rate", rate.value())
                    .put("upper_bound_95", rate.upperBound())
                    .put("method", rate.method());
        }
    }

    private static void put(ObjectNode json, Counts counts) {
        json.put("seen", counts.seen());
        for (Kind kind : Kind.values()) {
            json.put(name(kind), counts.of(kind));
        }
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static void put(ObjectNode json, Latency latency) {
        json.put("outcomes", latency.outcomes());
        if (latency.outcomes() == 0) {
            json.putNull("p50_ms").putNull("p99_ms");
        } else {
            json.put("p50_ms", millis(latency.p50())).put("p99_ms", millis(latency.p99()));
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / THOUSAND / THOUSAND;
    }

    private static void put(ObjectNode json, Stratum stratum) {
        json.put("routing_key", stratum.routingKey());
        json.put("changed", stratum.changed());
        json.put("answer", stratum.answer());
        json.put("unseen", stratum.isUnseen());
        json.put("old_seen", stratum.oldSeen());
        put(json, stratum.counts());
        var examples = json.putArray("examples");
        for (Example example : stratum.examples()) {
            ObjectNode one = examples.addObject();
            one.put("verdict", name(example.kind()));
            one.put("event_id", example.eventId());
            one.put("entity", example.entity());
            var differences = one.putArray("differences");
            example.differences()
                    .forEach(difference -> differences
                            .addObject()
                            .put("path", difference.path())
                            .put("old", difference.oldValue())
                            .put("new", difference.newValue()));
            one.put("more_differences", example.more());
        }
    }
}
