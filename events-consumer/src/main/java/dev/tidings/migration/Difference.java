package dev.tidings.migration;

/**
 * Where two effects differ.
 *
 * @param path such as {@code lines[2].price}; {@code (failed)} where only one side failed, with the reason as its value
 * @param oldValue as JSON; empty where the old side has none
 * @param newValue as JSON; empty where the new side has none
 */
public record Difference(String path, String oldValue, String newValue) {
    static final String FAILED = "(failed)";

    /** The path without the places in arrays, as rules have it: {@code lines[].price}. */
    String rulePath() {
        return path.replaceAll("\\[\\d+]", "[]");
    }

    Difference cutTo(int most) {
        return new Difference(Texts.shown(path, most), Texts.shown(oldValue, most), Texts.shown(newValue, most));
    }
}
