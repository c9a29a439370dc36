package dev.tidings.tracking;

import java.util.regex.Pattern;

/** What an event was published with. */
record Kind(String exchange, String routingKey) {
    /** In place of keys beyond those that are named. No routing key of ours has parentheses. */
    static final String OTHERS = "(others)";

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    private static final String REPLACEMENT = "\uFFFD";

    /** With what cannot be printed replaced, as the client has replaced what is not UTF-8: anybody may publish under any key. */
    Kind printable() {
        return new Kind(printable(exchange), printable(routingKey));
    }

    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(REPLACEMENT);
    }

    /** The one that stands for the rest of this exchange. */
    Kind others() {
        return new Kind(exchange, OTHERS);
    }

    boolean isAscii() {
        return (exchange + routingKey).chars().allMatch(c -> c < 0x80);
    }
}
