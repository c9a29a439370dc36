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
    private static final int BAR = 44;

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
        lines.add(bar("published", progress.published()));
        lines.add(bar("arrived", progress.settled()));
        lines.add("");
        lines.add(ink.dim("  service     received      done  duplicates  retried  callbacks      rate"));
        lines.add(row("search", "%,d".formatted(progress.callbacks())));
        lines.add(row("audit", ""));
        lines.add(row("mail", ""));
        lines.add("");
        for (String deed : progress.deeds()) {
            lines.add("  " + ink.yellow(deed));
        }
        lines.add("  %5.1f s  %s".formatted(progress.elapsed().toMillis() / 1000.0, progress.phase()));
        return lines;
    }

    private String bar(String name, int done) {
        int all = progress.expected();
        return "  %-10s  %s %3d %%  %,d".formatted(name, ink.bar(done, all, BAR), 100L * done / all, done);
    }

    private String row(String service, String callbacks) {
        Tally tally = progress.tallies().get(service);
        if (tally == null) {
            return "  " + service;
        }
        long rate = rates.computeIfAbsent(service, name -> new Rate()).of(tally.done());
        return "  %-10s%,10d%,10d%,12d%,9d%11s%,8d/s"
                .formatted(
                        service,
                        tally.received(),
                        tally.done(),
                        tally.of(Verdict.DUPLICATE),
                        tally.of(Verdict.RETRY_LATER),
                        callbacks,
                        rate);
    }
}
