package dev.tidings.events;

/** Shows text of unknown origin in a message: short, on one line, control characters escaped. */
final class Quote {
    private static final int MOST = 60;

    private Quote() {}

    /** The text between single quotes, at most 60 characters of it. */
    static String of(CharSequence text) {
        return "'" + bare(text, MOST) + "'";
    }

    /** The text without quotes, cut to the given number of characters. */
    static String bare(CharSequence text, int atMost) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), atMost) + 1);
        for (int i = 0; i < text.length(); ) {
            int codePoint = Character.codePointAt(text, i);
            String next = isPrintable(codePoint) ? Character.toString(codePoint) : escaped(codePoint);
            if (shown.length() + next.length() > atMost) {
                return shown.append('…').toString();
            }
            shown.append(next);
            i += Character.charCount(codePoint);
        }
        return shown.toString();
    }

    /** Whether all of it can be shown as it is. */
    static boolean isAllPrintable(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (!isPrintable(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return true;
    }

    static boolean isPrintable(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= ' ' && codePoint != 0x7f;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String escaped(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", codePoint);
        };
    }
}
