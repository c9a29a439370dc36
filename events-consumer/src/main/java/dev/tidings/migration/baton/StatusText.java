package dev.tidings.migration.baton;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A status for a terminal. */
final class StatusText {
    private static final int WIDTH = 120;
    private static final int MOST_ENTRIES = 5;
    private static final int BAR = 40;

    private final StringBuilder out = new StringBuilder();
    private final Status status;

    private StatusText(Status status) {
        this.status = status;
    }

    static String of(Status status) {
        StatusText text = new StatusText(status);
        text.head();
        text.sides();
        text.log();
        text.next();
        return text.out.toString();
    }

    private void head() {
        String queues = status.newQueue().isEmpty() ? status.oldQueue() : status.oldQueue() + " → " + status.newQueue();
        line("%s   %s   epoch %d", queues, status.phase(), status.epoch());
        if (!status.newQueue().isEmpty()) {
            line(
                    "%s %s of the entities, since %s (%s)",
                    bar(status.percent()),
                    Texts.percent(status.percent()),
                    status.since().truncatedTo(ChronoUnit.SECONDS),
                    Texts.words(Duration.between(status.since(), status.at())));
        }
    }

    private static String bar(double percent) {
        int filled = (int) Math.round(percent * BAR / 100);
        int shown = percent > 0 && filled == 0 ? 1 : percent < 100 && filled == BAR ? BAR - 1 : filled;
        return "[" + "#".repeat(shown) + "·".repeat(BAR - shown) + "]";
    }

    private void sides() {
        line("");
        if (status.instances().isEmpty()) {
            line("no instance of either side has been seen");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("side", "queue", "instance", "state", "exactly once", "epoch", "seen", ""));
        status.instances().forEach(instance -> rows.add(row(instance)));
        table(rows);
    }

    private List<String> row(Instance instance) {
        return List.of(
                Texts.side(instance),
                instance.queue(),
                instance.name(),
                instance.isLive() ? Texts.words(instance.state()) : "silent",
                instance.isExactlyOnce() ? "yes" : "NO",
                String.valueOf(instance.epoch()),
                Texts.words(instance.silent()) + " ago",
                remark(instance));
    }

    private String remark(Instance instance) {
        if (status.phase() != Phase.FINISHING) {
            return "";
        }
        return instance.isDrained() ? "empty" : instance.isBound() ? "queue set" : "";
    }

    private void table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder cells = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                cells.append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            line("%s", cells);
        }
    }

    private void log() {
        if (status.log().isEmpty()) {
            return;
        }
        line("");
        int from = Math.max(0, status.log().size() - MOST_ENTRIES);
        List<List<String>> rows = new ArrayList<>();
        status.log().subList(from, status.log().size()).forEach(entry -> rows.add(row(entry)));
        table(rows);
    }

    private static List<String> row(Entry entry) {
        String move = entry.percentBefore() == entry.percentAfter()
                ? ""
                : Texts.percent(entry.percentBefore()) + " → " + Texts.percent(entry.percentAfter());
        String subject = entry.forced().map(reason -> "FORCED: " + reason).orElse(entry.subject());
        return List.of(
                entry.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                Texts.words(entry.action()),
                move,
                subject.length() <= 60 ? subject : subject.substring(0, 59) + "…");
    }

    private void next() {
        line("");
        if (!status.inTheWay().isEmpty()) {
            line("in the way");
            status.inTheWay().forEach(reason -> wrapped("- ", reason));
        }
        wrapped("next: ", status.follows());
    }

    private void wrapped(String mark, String words) {
        String indent = " ".repeat(mark.length());
        String before = mark;
        String rest = words;
        while (rest.length() > WIDTH - mark.length()) {
            int space = rest.lastIndexOf(' ', WIDTH - mark.length());
            int at = space > 0 ? space : WIDTH - mark.length();
            line("%s%s", before, rest.substring(0, at));
            rest = rest.substring(at).stripLeading();
            before = indent;
        }
        line("%s%s", before, rest);
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
