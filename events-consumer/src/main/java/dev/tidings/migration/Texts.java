package dev.tidings.migration;

import java.util.Locale;

/** Text that is stored, of characters that every database holds; and text that is shown, on one line, that no terminal obeys. */
final class Texts {
    private static final String CUT = "…";

    private Texts() {}

    /** The same text, if it can be stored as it is. */
    static String checked(String what, String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "the %s of an outcome has %,d characters; give 1 to %,d", what, text.length(), most));
        }
        if (text.codePoints().anyMatch(Texts::isUnstorable)) {
            throw new IllegalArgumentException("the " + what + " '" + shown(text, 100)
                    + "' of an outcome has a character that databases cannot hold, NUL or half of one; leave it out");
        }
        return text;
    }

    /** A text that can be stored and shown: of what cannot, a mark is left, and of what is longer, the beginning. */
    static String shown(String text, int most) {
        String some = text.length() <= most ? text : text.substring(0, most - 1) + CUT;
        if (some.codePoints().noneMatch(Texts::isUnshowable)) {
            return some;
        }
        StringBuilder clean = new StringBuilder(some.length());
        some.codePoints().map(point -> isUnshowable(point) ? '\uFFFD' : point).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isUnstorable(int point) {
        return point == 0 || Character.getType(point) == Character.SURROGATE;
    }

    /** Among them what turns the direction of writing around. */
    private static boolean isUnshowable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
