package dev.tidings.migration.baton;

import dev.tidings.migration.Report;
import dev.tidings.migration.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What speaks against a move, each with its way out. */
record Gate(State state, List<Instance> instances, List<Entry> log) {

    /** Against a larger share of the new side. */
    List<String> againstMore(Optional<Report> report) {
        List<String> against = new ArrayList<>();
        report.ifPresentOrElse(
                found -> check(found, against),
                () -> against.add("no comparison was given; give the report of " + state.comparison()));
        against.addAll(ofSides());
        against.addAll(ofBackFills());
        return against;
    }

    private void check(Report report, List<String> against) {
        if (!report.comparison().equals(state.comparison())) {
            against.add(
                    "the report is of the comparison " + report.comparison() + "; give that of " + state.comparison());
        }
        if (report.exitCode() != 0) {
            against.add(report.verdict() + " Compare again when it is mended, or when more was seen");
        }
    }

    /** Whatever the sides did so far: it needs both, and in one database. */
    List<String> ofSides() {
        List<String> against = new ArrayList<>();
        for (Side side : Side.values()) {
            if (instances.stream().noneMatch(instance -> instance.is(side) && instance.works())) {
                against.add(missing(side));
            }
        }
        instances.stream()
                .filter(instance -> instance.side().isPresent() && instance.isLive() && !instance.isExactlyOnce())
                .forEach(
                        instance -> against.add(
                                instance.name() + " on " + instance.queue()
                                        + " has handlers without a transaction, so an effect may happen on both sides; use inTransaction(…) with the idempotency store on this database"));
        return against;
    }

    private String missing(Side side) {
        String queue = side == Side.OLD ? state.oldQueue() : state.newQueue();
        String why = side == Side.OLD ? "; without one nobody sends on what is the new side's" : "";
        return "no working instance of the " + Texts.words(side) + " side, " + queue + ", was seen in the last 10 s"
                + why + "; start it with Baton.run(…)";
    }

    /** The last word on each back-fill since this migration was begun. */
    private Map<String, Entry> backFills() {
        Map<String, Entry> last = new LinkedHashMap<>();
        for (Entry entry : log) {
            switch (entry.action()) {
                case START -> last.clear();
                case BACK_FILL_BEGUN, BACK_FILL_DONE, BACK_FILL_FAILED, NO_BACK_FILL ->
                    last.put(entry.subject(), entry);
                default -> {
                    // Nothing of a back-fill.
                }
            }
        }
        return last;
    }

    List<String> ofBackFills() {
        Map<String, Entry> last = backFills();
        if (last.isEmpty()) {
            return List.of(
                    "what the new side knows was not filled up: its effects as a shadow were never kept; use backFill(name, work), or noBackFill(reason)");
        }
        List<String> against = new ArrayList<>();
        last.forEach((name, entry) -> {
            if (entry.action() == Entry.Action.BACK_FILL_BEGUN) {
                against.add("the back-fill " + name + " was begun and has not ended; wait for it, or run it again");
            } else if (entry.action() == Entry.Action.BACK_FILL_FAILED) {
                against.add("the back-fill " + name + " has failed; run it again");
            }
        });
        return against;
    }
}
