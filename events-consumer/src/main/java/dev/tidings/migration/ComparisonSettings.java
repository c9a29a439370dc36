package dev.tidings.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a comparison was told. */
record ComparisonSettings(
        Rules rules,
        Sampling sampling,
        Moves moves,
        Instant since,
        Duration patience,
        Optional<String> noise,
        long dropped,
        int examples) {
    private static final int MOST_EXAMPLES = 20;
    static final ComparisonSettings DEFAULT = new ComparisonSettings(
            Rules.NONE, Sampling.all(), Moves.NONE, Instant.MIN, Duration.ofMinutes(1), Optional.empty(), 0, 3);

    ComparisonSettings {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("a patience of " + patience + " is none; give 0 or more");
        }
        if (dropped < 0) {
            throw new IllegalArgumentException(dropped + " events cannot have been dropped; give 0 or more");
        }
        if (examples < 0 || examples > MOST_EXAMPLES) {
            throw new IllegalArgumentException(
                    examples + " examples of each stratum cannot be kept; give 0 to " + MOST_EXAMPLES);
        }
    }

    ComparisonSettings rules(Rules changed) {
        return new ComparisonSettings(changed, sampling, moves, since, patience, noise, dropped, examples);
    }

    ComparisonSettings sampling(Sampling changed) {
        return new ComparisonSettings(rules, changed, moves, since, patience, noise, dropped, examples);
    }

    ComparisonSettings moves(Moves changed) {
        return new ComparisonSettings(rules, sampling, changed, since, patience, noise, dropped, examples);
    }

    ComparisonSettings since(Instant changed) {
        return new ComparisonSettings(rules, sampling, moves, changed, patience, noise, dropped, examples);
    }

    ComparisonSettings patience(Duration changed) {
        return new ComparisonSettings(rules, sampling, moves, since, changed, noise, dropped, examples);
    }

    ComparisonSettings noise(String changed) {
        return new ComparisonSettings(rules, sampling, moves, since, patience, Optional.of(changed), dropped, examples);
    }

    ComparisonSettings dropped(long changed) {
        return new ComparisonSettings(rules, sampling, moves, since, patience, noise, changed, examples);
    }

    ComparisonSettings examples(int changed) {
        return new ComparisonSettings(rules, sampling, moves, since, patience, noise, dropped, changed);
    }
}
