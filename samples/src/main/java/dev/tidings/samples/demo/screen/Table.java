package dev.tidings.samples.demo.screen;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.samples.demo.Progress;
import dev.tidings.samples.demo.check.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state of a run as lines of at most 78 columns. */
final class Table {
    private static final int BAR = 45;

    private final Progress progress;
    private final Ink ink;
    private final Map<String, Rate> rates = new TreeMap<>();

    Table(Progress progress, Ink ink) {
        this.progress = progress;
        this.ink = ink;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        int arrived = progress.settled();
        lines.add(bar("published", progress.published()));
        lines.add(bar("arrived", arrived));
        lines.add("");
        lines.add(ink.dim("  service      received       done  duplicates  retried  callbacks       rate"));
        progress.tallies().forEach((service, tally) -> lines.add(row(service, tally)));
        lines.add("");
        progress.deeds().forEach(deed -> lines.add("  " + ink.yellow("chaos      ") + deed));
        lines.add("  " + ink.dim("%-9s  ".formatted("%.1f s".formatted(progress.seconds()))) + progress.phase());
        return lines;
    }

    private String bar(String name, int done) {
        int all = progress.expected();
        return "  %-9s  %s %,8d %3d %%".formatted(name, ink.bar(done, all, BAR), done, 100L * done / all);
    }

    private String row(String service, Tally tally) {
        long rate = rates.computeIfAbsent(service, name -> new Rate()).of(tally.done());
        String callbacks = progress.callbacks(service).stream()
                .mapToObj("%,d"::formatted)
                .findAny()
                .orElse("");
        return "  %-9s %,10d %,10d %s %s %10s %,8d/s"
                .formatted(
                        service,
                        tally.received(),
                        tally.done(),
                        ink.faintIfZero("%,11d", tally.of(Verdict.DUPLICATE)),
                        ink.faintIfZero("%,8d", tally.of(Verdict.RETRY_LATER)),
                        callbacks,
                        rate);
    }
}
