package dev.tidings.samples.migration.story;

import dev.tidings.samples.demo.screen.Screen;
import java.util.List;

/** Tells a story: chapters, and what happens in them. */
final class Narrator {
    private static final int WIDTH = 79;
    private static final int INDENT = 14;

    private static final String MARK = "- ";

    private final Screen screen;
    private int chapters;

    Narrator(Screen screen) {
        this.screen = screen;
    }

    void chapter(String title) {
        screen.say("");
        screen.title(" %2d  %s".formatted(++chapters, title));
    }

    /** Something that was done, or came out. */
    void says(String what, String words) {
        tell(screen.ink().dim("%-8s".formatted(what)), words);
    }

    /** Something that went wrong, on purpose or not. */
    void warns(String what, String words) {
        tell(screen.ink().yellow("%-8s".formatted(what)), words);
    }

    private void tell(String label, String words) {
        List<String> lines = Wrapped.at(WIDTH - INDENT, words);
        screen.say("     " + label + " " + lines.get(0));
        lines.stream().skip(1).forEach(line -> screen.say(" ".repeat(INDENT) + line));
    }

    /** What somebody else has written, line by line. */
    void quotes(String text) {
        text.lines().forEach(line -> screen.say(" " + screen.ink().dim(line)));
    }

    /** One of several things that belong to what was said before. */
    void item(String words) {
        List<String> lines = Wrapped.at(WIDTH - INDENT - MARK.length(), words);
        screen.say(" ".repeat(INDENT) + MARK + lines.get(0));
        lines.stream().skip(1).forEach(line -> screen.say(" ".repeat(INDENT + MARK.length()) + line));
    }
}
