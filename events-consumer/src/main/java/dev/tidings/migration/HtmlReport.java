package dev.tidings.migration;

import dev.tidings.migration.Verdict.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** A report as a page: what it comes to, the figures, the strata with examples, and how to read it. */
final class HtmlReport {
    private static final String STYLE = "/dev/tidings/migration/report.css";
    private static final int MOST_FIELDS = 30;

    private final Html html = new Html();
    private final Report report;

    private HtmlReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        HtmlReport page = new HtmlReport(report);
        page.head();
        page.figures();
        page.whole();
        page.fields();
        HtmlStrata.write(report.strata(), page.html);
        page.reading();
        page.html.add("</main></body></html>");
        return page.html.toString();
    }

    private void head() {
        Conclusion conclusion = Conclusion.of(report);
        html.add("<!doctype html>")
                .add("<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .add(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
                .add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .add("<meta name=\"color-scheme\" content=\"light dark\">")
                .add("<title>%s: old and new</title>", report.comparison())
                .style(style())
                .add("</head><body><main>");
        html.add(
                "<header><h1>%s</h1><p class=\"muted\">Old and new side, event by event, until %s</p></header>",
                report.comparison(), report.at().truncatedTo(ChronoUnit.SECONDS));
        html.add(
                "<p class=\"verdict %s\"><span aria-hidden=\"true\">%s</span> %s</p>",
                conclusion.name().toLowerCase(Locale.ROOT).replace('_', '-'), sign(conclusion), report.verdict());
    }

    private static String sign(Conclusion conclusion) {
        return switch (conclusion) {
            case SAME -> "✓";
            case DIFFERENT -> "≠";
            case NOT_ENOUGH -> "?";
        };
    }

    private void figures() {
        Rate rate = report.mismatches();
        html.add("<section class=\"tiles\">");
        tile("Mismatches", shown(rate), bound(rate));
        tile(
                "Noise, old against old",
                report.noise().map(HtmlReport::shown).orElse("–"),
                report.noise().map(HtmlReport::bound).orElse("not measured"));
        tile("Compared", number(rate.compared()), number(report.counts().seen()) + " events seen");
        int strata = report.strata().size();
        tile("Strata reached", number(strata - report.unseen()) + " of " + number(strata), "that either side saw");
        tile("Old side", Durations.words(report.oldSide(), report.oldSide().p50()), p99(report.oldSide()));
        tile("New side", Durations.words(report.newSide(), report.newSide().p50()), p99(report.newSide()));
        html.add("</section>");
    }

    private void tile(String name, String value, String more) {
        html.add("<div class=\"tile\"><h2>%s</h2><b>%s</b><small>%s</small></div>", name, value, more);
    }

    private static String shown(Rate rate) {
        return rate.compared() == 0 ? "–" : Rate.percent(rate.value());
    }

    private static String bound(Rate rate) {
        return rate.compared() == 0
                ? "nothing compared"
                : number(rate.mismatches()) + "; < " + Rate.percent(rate.upperBound()) + " (95 %, " + rate.method()
                        + ")";
    }

    private static String p99(Latency latency) {
        return "median; p99 " + Durations.words(latency, latency.p99());
    }

    private void whole() {
        Counts counts = report.counts();
        html.add("<section><h2>All events</h2>");
        HtmlStrata.bar(counts, html);
        html.add("<ul class=\"legend\">");
        for (Kind kind : HtmlStrata.SHOWN) {
            html.add(
                    "<li><i class=\"%s\"></i>%s <b>%s</b></li>",
                    HtmlStrata.name(kind), kind.words(), number(counts.of(kind)));
        }
        html.add(
                "</ul><p class=\"muted\">Not counted: %s pending, %s not sampled (%s of the entities are), %s handed over, %s dropped.</p></section>",
                number(counts.of(Kind.PENDING)),
                number(counts.of(Kind.NOT_SAMPLED)),
                report.sampling(),
                number(counts.of(Kind.HANDED_OVER)),
                number(report.dropped()));
    }

    private void fields() {
        if (report.fields().isEmpty()) {
            return;
        }
        long most = report.fields().values().iterator().next();
        html.add("<section><h2>Fields that differ</h2><table class=\"fields\">");
        report.fields().entrySet().stream().limit(MOST_FIELDS).forEach(field -> field(field, most));
        html.add("</table>");
        if (report.fields().size() > MOST_FIELDS) {
            html.add(
                    "<p class=\"muted\">and %s more</p>", number(report.fields().size() - MOST_FIELDS));
        }
        html.add("</section>");
    }

    private void field(Map.Entry<String, Long> field, long most) {
        html.add(
                "<tr><td><code>%s</code></td><td class=\"number\">%s</td><td class=\"wide\"><i style=\"width:%s%%\"></i></td></tr>",
                field.getKey(), number(field.getValue()), HtmlStrata.share(field.getValue(), most));
    }

    private void reading() {
        html.add("<details class=\"reading\"><summary>How to read this</summary><dl>");
        term("mismatch", "Different, only old, or only new. The rate is among those and the same.");
        term("moved", "The sides read different states of the owner, so their effects say nothing of each other.");
        term("unseen", "The old side saw such events, and none was held against the new side's.");
        term("noise", "How often two instances of the old side do not match. Nothing was subtracted for it.");
        term(
                "95 %",
                "If these events are a random sample of all, the true rate is below this. 3/n where no mismatch was seen, else Clopper and Pearson's bound, one-sided.");
        html.add("</dl></details>");
    }

    private void term(String term, String meaning) {
        html.add("<dt>%s</dt><dd>%s</dd>", term, meaning);
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String style() {
        try (InputStream resource = HtmlReport.class.getResourceAsStream(STYLE)) {
            if (resource == null) {
                throw new IllegalStateException(STYLE + " is missing on the class path; is the jar complete?");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
