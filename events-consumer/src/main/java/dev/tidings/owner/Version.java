package dev.tidings.owner;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which state of an entity. A later state has a greater version.
 *
 * @param incarnation counts how often the entity was made anew under its ids, for an owner whose numbers restart then; else 0
 * @param number rises with each change of this incarnation, as the version in events does
 */
public record Version(long incarnation, long number) implements Comparable<Version> {
    private static final Comparator<Version> ORDER =
            Comparator.comparingLong(Version::incarnation).thenComparingLong(Version::number);
    private static final Pattern ETAG = Pattern.compile("\"(?:(\\d{1,18})-)?(\\d{1,18})\"");

    /** Refuses negative ones. */
    public Version {
        if (incarnation < 0 || number < 0) {
            throw new IllegalArgumentException(
                    "version " + number + " of incarnation " + incarnation + " is not possible; both are 0 or more");
        }
    }

    /** Of an owner whose versions never restart. */
    public static Version of(long number) {
        return new Version(0, number);
    }

    /** As a strong entity tag, quotes included: {@code "7"}, or {@code "2-7"} in incarnation 2. */
    public String etag() {
        return incarnation == 0 ? "\"" + number + "\"" : "\"" + incarnation + "-" + number + "\"";
    }

    /** What {@link #etag} wrote. Empty for anything else, a weak tag too: it may stand for several states. */
    public static Optional<Version> ofEtag(String etag) {
        Matcher matcher = ETAG.matcher(etag);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long incarnation = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
        return Optional.of(new Version(incarnation, Long.parseLong(matcher.group(2))));
    }

    /** By incarnation, then by number. */
    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    /** {@code 7}, or {@code 2-7} in incarnation 2. */
    @Override
    public String toString() {
        return incarnation == 0 ? String.valueOf(number) : incarnation + "-" + number;
    }
}
