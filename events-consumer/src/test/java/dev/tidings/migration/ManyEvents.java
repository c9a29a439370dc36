package dev.tidings.migration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares 100,000 events, both sides' effects of 1 KiB each, which are made as they are read: 200 MB in all. Prints what it found. */
final class ManyEvents implements OutcomeStore {
    static final int EVENTS = 100_000;

    public static void main(String[] arguments) {
        Report report = Comparison.of(Outcomes.COMPARISON, new ManyEvents()).report();
        System.out.println(
                report.mismatches().mismatches() + " of " + report.counts().seen() + ", "
                        + report.strata().size() + " strata, HTML of "
                        + (report.html().length() > 100_000 ? "some size" : "no size"));
    }

    @Override
    public void record(List<Outcome> outcomes) {
        throw new UnsupportedOperationException("they are made up");
    }

    @Override
    public List<Outcome> after(String comparison, String eventId, int atMost) {
        int from = eventId.isEmpty() ? 0 : Integer.parseInt(eventId) + 1;
        List<Outcome> page = new ArrayList<>();
        for (int event = from; event < Math.min(EVENTS, from + atMost / 2); event++) {
            String id = String.format(Locale.ROOT, "%06d", event);
            String large = id + "x".repeat(1024);
            String key = "key." + event % 700;
            page.add(Outcomes.about(Outcomes.old(id, Map.of("a", large)), key, "user_id=" + id));
            page.add(Outcomes.about(
                    Outcomes.fresh(id, Map.of("a", large + (event % 2 == 0 ? "" : "!"))), key, "user_id=" + id));
        }
        return page;
    }

    @Override
    public long forgetBefore(Instant time) {
        return 0;
    }
}
