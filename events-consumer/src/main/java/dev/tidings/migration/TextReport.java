package dev.tidings.migration;

import dev.tidings.migration.Verdict.Kind;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** A report as tables of text. */
final class TextReport {
    private static final int WIDTH = 120;
    private static final int MOST_FIELDS = 20;
    private static final int VALUE = 36;
    private static final String ROW = "%-28s %-19s %-6s %8s %8s %8s %7s %7s %7s %6s %4s";

    private final StringBuilder out = new StringBuilder();
    private final Report report;

    private TextReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        TextReport text = new TextReport(report);
        text.head();
        text.strata();
        text.fields();
        text.examples();
        return text.out.toString();
    }

    private void head() {
        wrapped(report.verdict());
        line("");
        line("comparison    %s", report.comparison());
        line("until         %s", report.at().truncatedTo(ChronoUnit.SECONDS));
        line("mismatches    %s", report.mismatches());
        line(
                "noise         %s",
                report.noise().map(noise -> noise + ", old against old").orElse("not measured"));
        Counts counts = report.counts();
        line(
                "not counted   %,d pending, %,d not sampled (%s of the entities are), %,d handed over, %,d dropped",
                counts.of(Kind.PENDING),
                counts.of(Kind.NOT_SAMPLED),
                report.sampling(),
                counts.of(Kind.HANDED_OVER),
                report.dropped());
        line("latency       old %s; new %s", latency(report.oldSide()), latency(report.newSide()));
        line("");
    }

    private static String latency(Latency side) {
        return "p50 " + Durations.words(side, side.p50()) + ", p99 " + Durations.words(side, side.p99());
    }

    private void strata() {
        row("routing key", "changed", "answer", "seen", "same", "differ", "only", "only", "moved", "both", "");
        row("", "", "", "", "", "", "old", "new", "", "failed", "");
        line("-".repeat(WIDTH));
        for (Stratum stratum : report.strata()) {
            counts(
                    stratum.routingKey(),
                    stratum.changed(),
                    stratum.answer(),
                    stratum.counts(),
                    stratum.isUnseen() ? "none" : stratum.counts().mismatches() > 0 ? "!" : "");
        }
        line("-".repeat(WIDTH));
        counts("all", "", "", report.counts(), "");
        if (report.unseen() > 0) {
            line("none: the old side saw such events, and none was held against the new side's");
        }
    }

    private void counts(String key, String changed, String answer, Counts counts, String mark) {
        row(
                Texts.shown(key, 28),
                Texts.shown(changed, 19),
                answer,
                number(counts.seen()),
                number(counts.of(Kind.SAME)),
                number(counts.of(Kind.DIFFERENT)),
                number(counts.of(Kind.ONLY_OLD)),
                number(counts.of(Kind.ONLY_NEW)),
                number(counts.of(Kind.MOVED)),
                number(counts.of(Kind.BOTH_FAILED)),
                mark);
    }

    private static String number(long count) {
        return count == 0 ? "·" : String.format(Locale.ROOT, "%d", count);
    }

    private void fields() {
        if (report.fields().isEmpty()) {
            return;
        }
        line("");
        line("events in which a field differs");
        report.fields().entrySet().stream().limit(MOST_FIELDS).forEach(this::field);
        if (report.fields().size() > MOST_FIELDS) {
            line("  and %,d fields more", report.fields().size() - MOST_FIELDS);
        }
    }

    private void field(Map.Entry<String, Long> field) {
        line("  %,9d  %s", field.getValue(), Texts.shown(field.getKey(), 100));
    }

    private void examples() {
        for (Stratum stratum : report.strata()) {
            if (!stratum.examples().isEmpty()) {
                line("");
                String title =
                        "examples: %s %s %s".formatted(stratum.routingKey(), stratum.changed(), stratum.answer());
                line("%s", Texts.shown(title.replaceAll(" +", " ").strip(), WIDTH));
                stratum.examples().forEach(this::example);
            }
        }
    }

    private void example(Example example) {
        line(
                "  %-9s  %s  %s",
                example.kind().words(), Texts.shown(example.eventId(), 40), Texts.shown(example.entity(), 60));
        for (Difference difference : example.differences()) {
            line(
                    "    %-36s  %-36s  %s",
                    Texts.shown(difference.path(), VALUE), value(difference.oldValue()), value(difference.newValue()));
        }
        if (example.more() > 0) {
            line("    and %,d differences more", example.more());
        }
    }

    private static String value(String json) {
        return json.isEmpty() ? "–" : Texts.shown(json, VALUE);
    }

    private void row(Object... cells) {
        line(ROW, cells);
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private void wrapped(String words) {
        String rest = words;
        while (rest.length() > WIDTH) {
            int at = rest.lastIndexOf(' ', WIDTH);
            out.append(rest, 0, at).append('\n');
            rest = rest.substring(at + 1);
        }
        out.append(rest).append('\n');
    }
}
