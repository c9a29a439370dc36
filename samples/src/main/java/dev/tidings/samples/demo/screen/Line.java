package dev.tidings.samples.demo.screen;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.samples.demo.Progress;
import dev.tidings.samples.demo.check.Tally;

/** The state of a run as one line. */
final class Line {
    private Line() {}

    static String of(Progress progress) {
        long duplicates = progress.tallies().values().stream()
                .mapToLong(tally -> tally.of(Verdict.DUPLICATE))
                .sum();
        long retried = progress.tallies().values().stream()
                .mapToLong((Tally tally) -> tally.of(Verdict.RETRY_LATER))
                .sum();
        return "%5.1f s  published %,d, arrived %,d, duplicates %,d, retried %,d, callbacks %,d: %s"
                .formatted(
                        progress.elapsed().toMillis() / 1000.0,
                        progress.published(),
                        progress.settled(),
                        duplicates,
                        retried,
                        progress.callbacks(),
                        progress.phase());
    }
}
