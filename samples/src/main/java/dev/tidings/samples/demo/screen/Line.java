package dev.tidings.samples.demo.screen;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.samples.demo.Progress;
import java.util.ArrayList;
import java.util.List;

/** The state of a run as a line, and another one whenever it goes on to something else. */
final class Line {
    private final Progress progress;
    private String phase = "";

    Line(Progress progress) {
        this.progress = progress;
    }

    List<String> next() {
        List<String> lines = new ArrayList<>();
        String now = progress.phase();
        if (!now.equals(phase)) {
            phase = now;
            lines.add("%5.1f s  %s".formatted(progress.seconds(), now));
        }
        int arrived = progress.settled();
        int published = progress.published();
        if (published > 0) {
            lines.add("%5.1f s  published %,d  arrived %,d  duplicates %,d  retried %,d"
                    .formatted(
                            progress.seconds(),
                            published,
                            arrived,
                            deliveries(Verdict.DUPLICATE),
                            deliveries(Verdict.RETRY_LATER)));
        }
        return lines;
    }

    private long deliveries(Verdict verdict) {
        return progress.tallies().values().stream()
                .mapToLong(tally -> tally.of(verdict))
                .sum();
    }
}
