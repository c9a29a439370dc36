package dev.tidings.samples.demo.screen;

import java.nio.charset.Charset;

/**
 * Colours and signs, as far as they can be shown.
 *
 * @param coloured whether there are colours
 * @param drawing whether there are block characters and check marks
 */
public record Ink(boolean coloured, boolean drawing) {

    /** Colours in a terminal where NO_COLOR is not set, signs where the locale has them. */
    static Ink ofThisProcess(boolean terminal) {
        String refused = System.getenv("NO_COLOR");
        boolean coloured = terminal && (refused == null || refused.isEmpty());
        return new Ink(coloured, charset().newEncoder().canEncode("█░✔✘"));
    }

    /** The locale's. */
    static Charset charset() {
        return Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    }

    /** It is right. */
    public String check() {
        return painted("32", drawing ? "✔" : "ok  ");
    }

    /** It is not. */
    public String cross() {
        return painted("31", drawing ? "✘" : "FAIL");
    }

    /** How much of all is done. */
    public String bar(int done, int all, int width) {
        int filled = (int) ((long) width * Math.min(done, all) / all);
        return painted("32", (drawing ? "█" : "#").repeat(filled)) + dim((drawing ? "░" : ".").repeat(width - filled));
    }

    /** Hard to see if there is none. */
    public String faintIfZero(String format, long number) {
        String text = format.formatted(number);
        return number == 0 ? dim(text) : text;
    }

    /** Bad. */
    public String red(String text) {
        return painted("31", text);
    }

    /** Not as usual. */
    public String yellow(String text) {
        return painted("33", text);
    }

    /** First to be seen. */
    public String bold(String text) {
        return painted("1", text);
    }

    /** Last to be seen. */
    public String dim(String text) {
        return painted("2", text);
    }

    private String painted(String code, String text) {
        return coloured && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
