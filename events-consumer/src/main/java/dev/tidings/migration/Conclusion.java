package dev.tidings.migration;

import dev.tidings.migration.Verdict.Kind;
import java.util.Locale;

/** What a report comes to. */
enum Conclusion {
    SAME(0),
    DIFFERENT(1),
    NOT_ENOUGH(2);

    private final int exitCode;

    Conclusion(int exitCode) {
        this.exitCode = exitCode;
    }

    static Conclusion of(Report report) {
        if (report.counts().mismatches() > 0 && !isExplainedByDrops(report)) {
            return DIFFERENT;
        }
        boolean isAllSame = report.counts().mismatches() == 0 && report.counts().isReached();
        return isAllSame && report.unseen() == 0 ? SAME : NOT_ENOUGH;
    }

    private static boolean isExplainedByDrops(Report report) {
        Counts counts = report.counts();
        return counts.of(Kind.ONLY_OLD) == counts.mismatches() && counts.mismatches() <= untold(report);
    }

    /** Dropped, and not recorded as such. */
    private static long untold(Report report) {
        return report.dropped() - report.counts().of(Kind.DROPPED);
    }

    int exitCode() {
        return exitCode;
    }

    String words(Report report) {
        return switch (this) {
            case SAME ->
                format(
                        "SAME: all %,d compared events are the same, and every stratum was reached; the rate is below %s with 95 %% confidence (%s).",
                        report.counts().compared(),
                        bound(report),
                        report.mismatches().method());
            case DIFFERENT ->
                format(
                                "DIFFERENT: %,d of %,d compared events do not match (%s; below %s with 95 %% confidence, %s).",
                                report.counts().mismatches(),
                                report.counts().compared(),
                                Rate.percent(report.mismatches().value()),
                                bound(report),
                                report.mismatches().method())
                        + unseen(report);
            case NOT_ENOUGH -> "NOT ENOUGH SEEN: " + notEnough(report);
        };
    }

    private static String notEnough(Report report) {
        Counts counts = report.counts();
        if (!counts.isReached()) {
            return "no event could be compared." + unseen(report);
        }
        if (counts.mismatches() > 0) {
            return format(
                            "%,d of %,d compared events have only an old side, and %,d were dropped on their way to the new one.",
                            counts.mismatches(), counts.compared(), untold(report))
                    + unseen(report);
        }
        return format("all %,d compared events are the same.", counts.compared()) + unseen(report);
    }

    private static String unseen(Report report) {
        long unseen = report.unseen();
        return unseen == 0
                ? ""
                : format(
                        " Strata that the old side saw and the comparison did not reach: %,d of %,d.",
                        unseen, report.strata().size());
    }

    private static String bound(Report report) {
        return Rate.percent(report.mismatches().upperBound());
    }

    private static String format(String words, Object... values) {
        return String.format(Locale.ROOT, words, values);
    }
}
