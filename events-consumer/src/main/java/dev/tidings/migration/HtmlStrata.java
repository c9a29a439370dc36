package dev.tidings.migration;

import dev.tidings.migration.Verdict.Kind;
import java.util.List;
import java.util.Locale;

/** The strata of a page, each with a bar, and its examples to be opened. */
final class HtmlStrata {
    /** The parts of a bar, from left to right. */
    static final List<Kind> SHOWN =
            List.of(Kind.SAME, Kind.DIFFERENT, Kind.ONLY_OLD, Kind.ONLY_NEW, Kind.MOVED, Kind.BOTH_FAILED);
    /** A part that is there can be seen. */
    private static final double LEAST = 0.6;

    private static final int OPEN = 1;

    private final Html html;

    private HtmlStrata(Html html) {
        this.html = html;
    }

    static void write(List<Stratum> strata, Html html) {
        HtmlStrata writer = new HtmlStrata(html);
        html.add("<section><h2>Strata</h2><p class=\"muted\">Routing key, changed fields, and the owner's answer. "
                + "At the right, mismatches among the events that were compared. "
                + "Strata with examples can be opened.</p>");
        for (int i = 0; i < strata.size(); i++) {
            writer.stratum(strata.get(i), i < OPEN ? " open" : "");
        }
        html.add("</section>");
    }

    static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String share(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f", whole == 0 ? 0 : Math.max(LEAST, 100.0 * part / whole));
    }

    static void bar(Counts counts, Html html) {
        html.add("<div class=\"bar\">");
        for (Kind kind : SHOWN) {
            if (counts.of(kind) > 0) {
                html.add(
                        "<i class=\"%s\" style=\"flex-basis:%s%%\" title=\"%s: %s\"></i>",
                        name(kind),
                        share(counts.of(kind), counts.seen()),
                        kind.words(),
                        HtmlReport.number(counts.of(kind)));
            }
        }
        html.add("</div>");
    }

    private void stratum(Stratum stratum, String open) {
        if (stratum.examples().isEmpty()) {
            html.add("<div class=\"stratum%s\">", stratum.isUnseen() ? " unseen" : "");
            line(stratum);
            html.add("</div>");
        } else {
            html.add("<details class=\"stratum\"%s><summary>", open);
            line(stratum);
            html.add("</summary>");
            stratum.examples().forEach(this::example);
            html.add("</details>");
        }
    }

    private void line(Stratum stratum) {
        html.add("<div class=\"line\"><div class=\"what\"><code>%s</code>", stratum.routingKey());
        if (!stratum.changed().isEmpty()) {
            html.add("<span class=\"chip\">%s</span>", stratum.changed().replace(",", ", "));
        }
        if (!stratum.answer().isEmpty() && !stratum.answer().equals("none")) {
            html.add("<span class=\"chip\">%s</span>", stratum.answer());
        }
        html.add("</div>");
        bar(stratum.counts(), html);
        html.add("<div class=\"number\">%s</div>", sum(stratum));
        html.add("</div>");
    }

    private static Html sum(Stratum stratum) {
        Counts counts = stratum.counts();
        if (stratum.isUnseen()) {
            return new Html()
                    .add("<b class=\"bad\">unseen</b> <small>of %s</small>", HtmlReport.number(stratum.oldSeen()));
        }
        String mismatches = counts.mismatches() == 0 ? "no mismatch" : HtmlReport.number(counts.mismatches());
        return new Html()
                .add(
                        "<b class=\"%s\">%s</b> <small>of %s</small>",
                        counts.mismatches() == 0 ? "" : "bad", mismatches, HtmlReport.number(counts.compared()));
    }

    private void example(Example example) {
        html.add(
                "<div class=\"example\"><p><span class=\"chip %s\">%s</span> <code>%s</code> <span class=\"muted\">event %s</span></p>",
                name(example.kind()), example.kind().words(), example.entity(), example.eventId());
        if (!example.differences().isEmpty()) {
            html.add("<table><tr><th>field</th><th>old</th><th>new</th></tr>");
            example.differences().forEach(this::difference);
            html.add("</table>");
        }
        if (example.more() > 0) {
            html.add("<p class=\"muted\">and %s differences more</p>", HtmlReport.number(example.more()));
        }
        html.add("</div>");
    }

    private void difference(Difference difference) {
        html.add(
                "<tr><td><code>%s</code></td><td class=\"old\">%s</td><td class=\"new\">%s</td></tr>",
                difference.path(), value(difference.oldValue()), value(difference.newValue()));
    }

    private static Html value(String json) {
        return json.isEmpty() ? new Html().add("<em>absent</em>") : new Html().add("<code>%s</code>", json);
    }
}
