package dev.tidings.migration;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link Comparison} found. Immutable. It shows values of effects; who may not see those may not see it.
 *
 * @param at until when outcomes were read
 * @param sampling the share of entities that the new side takes
 * @param dropped how many events are known to be lost on their way to a side: those that are recorded as dropped, and those that the
 *     comparison was told of
 * @param noise how often two instances of the old side did not match, if that was measured
 * @param strata those with the most mismatches first; at most 500, and one for all others
 * @param fields in how many events a field differs, most first; at most 500, and one entry for all others
 */
public record Report(
        String comparison,
        Instant at,
        Sampling sampling,
        long dropped,
        Counts counts,
        Optional<Rate> noise,
        List<Stratum> strata,
        Map<String, Long> fields,
        Latency oldSide,
        Latency newSide) {

    /** Keeps what it was given, whatever becomes of it. */
    public Report {
        strata = List.copyOf(strata);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** How often the new side does not match the old one. */
    public Rate mismatches() {
        return counts.mismatchRate();
    }

    /** How many strata the old side saw and the comparison did not reach. */
    public long unseen() {
        return strata.stream().filter(Stratum::isUnseen).count();
    }

    /** What it comes to, in a line of words that begins with {@code SAME}, {@code DIFFERENT} or {@code NOT ENOUGH SEEN}. */
    public String verdict() {
        return Conclusion.of(this).words(this);
    }

    /**
     * For a command line: 0 if all is the same and every stratum was reached, 1 if something differs, 2 if not enough was seen. What
     * only the old side has is not enough seen, if no more of it is there than the comparison was told to be dropped. An event that is
     * recorded as dropped does not count.
     */
    public int exitCode() {
        return Conclusion.of(this).exitCode();
    }

    /** Tables of text, at most 120 columns wide. */
    public String text() {
        return TextReport.of(this);
    }

    /** JSON with names in snake_case; times in milliseconds. What could not be had is null. */
    public String json() {
        return JsonReport.of(this);
    }

    /** A page that needs nothing else, not even scripts. */
    public String html() {
        return HtmlReport.of(this);
    }
}
