package dev.tidings.migration;

import java.util.Comparator;
import java.util.List;

/**
 * An event that is not the same.
 *
 * @param differences some of them, at most 20, their texts cut after 300 characters
 * @param more how many differences are left out
 */
public record Example(Verdict.Kind kind, String eventId, String entity, List<Difference> differences, int more) {
    private static final int MOST = 20;
    private static final int MOST_TEXT = 300;
    /** Those with the most differences first, and of equal ones always the same. */
    static final Comparator<Example> WORST_FIRST = Comparator.comparing(Example::size, Comparator.reverseOrder())
            .thenComparing(Example::kind)
            .thenComparing(Example::eventId);

    /** Keeps what it was given, whatever becomes of that list. */
    public Example {
        differences = List.copyOf(differences);
    }

    static Example of(Verdict verdict) {
        List<Difference> all = verdict.differences();
        return new Example(
                verdict.kind(),
                Texts.shown(verdict.eventId(), MOST_TEXT),
                Texts.shown(verdict.known().entity(), MOST_TEXT),
                all.stream().limit(MOST).map(each -> each.cutTo(MOST_TEXT)).toList(),
                Math.max(0, all.size() - MOST));
    }

    private int size() {
        return differences.size() + more;
    }
}
