package dev.tidings.migration;

import dev.tidings.migration.Verdict.Kind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The sums and the worst examples of a stratum. */
final class StratumTally {
    private final Key key;
    private final int mostExamples;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final TreeSet<Example> examples = new TreeSet<>(Example.WORST_FIRST);
    private long oldSeen;

    /** What the events of a stratum have in common. */
    record Key(String routingKey, String changed, String answer) {
        static final Key OTHER = new Key(Stratum.OTHER, "", "");
        private static final int MOST_TEXT = 300;

        static Key of(Outcome outcome) {
            return new Key(
                    outcome.routingKey(),
                    Texts.shown(String.join(",", outcome.changed()), MOST_TEXT),
                    outcome.answer().name().toLowerCase(Locale.ROOT));
        }
    }

    StratumTally(Key key, int mostExamples) {
        this.key = key;
        this.mostExamples = mostExamples;
    }

    void add(Verdict verdict) {
        counts.merge(verdict.kind(), 1L, Long::sum);
        if (verdict.oldSide().isPresent()) {
            oldSeen++;
        }
        switch (verdict.kind()) {
            case DIFFERENT, ONLY_OLD, ONLY_NEW -> keep(Example.of(verdict));
            default -> {
                // Nothing to show.
            }
        }
    }

    private void keep(Example example) {
        examples.add(example);
        if (examples.size() > mostExamples) {
            examples.pollLast();
        }
    }

    Counts counts() {
        return new Counts(counts);
    }

    Stratum stratum() {
        return new Stratum(
                Texts.shown(key.routingKey(), Key.MOST_TEXT),
                key.changed(),
                key.answer(),
                oldSeen,
                counts(),
                examples.stream().toList());
    }
}
