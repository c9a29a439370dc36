package dev.tidings.migration;

import dev.tidings.migration.Verdict.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How many events there were of each class. Immutable.
 *
 * @param byKind those that there were
 */
public record Counts(Map<Kind, Long> byKind) {
    /** Keeps what it was given, whatever becomes of it. */
    public Counts {
        Map<Kind, Long> copy = new EnumMap<>(Kind.class);
        copy.putAll(byKind);
        byKind = Collections.unmodifiableMap(copy);
    }

    static Counts sum(List<Counts> parts) {
        Map<Kind, Long> sum = new EnumMap<>(Kind.class);
        parts.forEach(part -> part.byKind.forEach((kind, count) -> sum.merge(kind, count, Long::sum)));
        return new Counts(sum);
    }

    /** Of one class. */
    public long of(Kind kind) {
        return byKind.getOrDefault(kind, 0L);
    }

    /** Different, only old and only new. */
    public long mismatches() {
        return of(Kind.DIFFERENT) + of(Kind.ONLY_OLD) + of(Kind.ONLY_NEW);
    }

    /** Mismatches, and those that are the same. */
    public long compared() {
        return of(Kind.SAME) + mismatches();
    }

    /** All that counted: what is pending, not sampled, dropped or handed over is not among them. */
    public long seen() {
        return compared() + of(Kind.MOVED) + of(Kind.BOTH_FAILED);
    }

    /** Whether an effect of one side was held against the other's. */
    boolean isReached() {
        return of(Kind.SAME) + of(Kind.DIFFERENT) > 0;
    }

    Rate mismatchRate() {
        return new Rate(mismatches(), compared());
    }
}
