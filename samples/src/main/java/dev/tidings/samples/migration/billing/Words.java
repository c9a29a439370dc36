package dev.tidings.samples.migration.billing;

import dev.tidings.consumer.Handled.Verdict;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What a service says on its standard output, a line each. */
public final class Words {
    /** It gets events now. */
    public static final String LISTENING = "listening";

    /** It may not start; the reasons follow. */
    public static final String REFUSED = "refused: ";

    /** What became of its deliveries follows. */
    static final String COUNTS = "so far: ";

    private Words() {}

    static String count(String group, Verdict verdict, long count) {
        return key(group, verdict) + "=" + count;
    }

    /** As {@link #counts} has it. */
    public static String key(String group, Verdict verdict) {
        return group + "." + verdict;
    }

    /** How many deliveries ended how so far, from a line. */
    public static Map<String, Long> counts(String line) {
        return Arrays.stream(line.split(" ", -1))
                .filter(word -> word.indexOf('=') > 0)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(word -> word[0], word -> Long.valueOf(word[1])));
    }
}
