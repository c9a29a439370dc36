package dev.tidings.samples.demo.screen;

import java.nio.charset.Charset;

/** Colours and signs, as far as the terminal has them. */
record Ink(boolean coloured, boolean drawing) {

    /** For this process: no colours where NO_COLOR is set, no block characters where the locale has none. */
    static Ink forTerminal(boolean terminal) {
        String refused = System.getenv("NO_COLOR");
        boolean coloured = terminal && (refused == null || refused.isEmpty());
        return new Ink(coloured, charset().newEncoder().canEncode("█░✔✘"));
    }

    static Charset charset() {
        return Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    }

    String check() {
        return drawing ? green("✔") : green("ok  ");
    }

    String cross() {
        return drawing ? red("✘") : red("FAIL");
    }

    String bar(int done, int all, int width) {
        int filled = all == 0 ? 0 : (int) ((long) width * done / all);
        return green((drawing ? "█" : "#").repeat(filled)) + dim((drawing ? "░" : ".").repeat(width - filled));
    }

    String green(String text) {
        return sgr("32", text);
    }

    String red(String text) {
        return sgr("31", text);
    }

    String yellow(String text) {
        return sgr("33", text);
    }

    String bold(String text) {
        return sgr("1", text);
    }

    String dim(String text) {
        return sgr("2", text);
    }

    private String sgr(String code, String text) {
        return coloured && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
