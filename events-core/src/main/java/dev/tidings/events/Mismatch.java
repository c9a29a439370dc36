package dev.tidings.events;

import java.util.List;

/** Says in words why a pattern does not match a key. */
final class Mismatch {
    private static final List<String> COUNTS =
            List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    private Mismatch() {}

    /** For a pattern that does not match. */
    static String explain(List<String> pattern, List<String> key) {
        boolean open = pattern.contains(BindingPattern.ANY);
        int least = (int) pattern.stream()
                .filter(word -> !word.equals(BindingPattern.ANY))
                .count();
        if (key.size() < least || (!open && key.size() > least)) {
            return (open ? "at least " : "") + count(least) + (least == 1 ? " word" : " words") + ", the key has "
                    + count(key.size());
        }
        for (int i = 0; i < pattern.size() && !isAny(pattern.get(i)); i++) {
            if (!fits(pattern.get(i), key.get(i))) {
                return differs(i, pattern.get(i), key);
            }
        }
        for (int i = 1; !isAny(pattern.get(pattern.size() - i)); i++) {
            if (!fits(pattern.get(pattern.size() - i), key.get(key.size() - i))) {
                return differs(key.size() - i, pattern.get(pattern.size() - i), key);
            }
        }
        return pattern.stream()
                .filter(word -> !isAny(word) && !word.equals(BindingPattern.ONE) && !key.contains(word))
                .findFirst()
                .map(word -> "the key has no word '" + word + "'")
                .orElse("the key has the words, but not in this order or at this distance");
    }

    private static String differs(int position, String wanted, List<String> key) {
        return "word " + count(position + 1) + " of the key is " + Quote.of(key.get(position)) + ", not '" + wanted
                + "'";
    }

    private static boolean isAny(String word) {
        return word.equals(BindingPattern.ANY);
    }

    private static boolean fits(String wanted, String word) {
        return wanted.equals(BindingPattern.ONE) || wanted.equals(word);
    }

    private static String count(int number) {
        return number < COUNTS.size() ? COUNTS.get(number) : Integer.toString(number);
    }
}
