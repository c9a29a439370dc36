package dev.tidings.samples.demo.screen;

import dev.tidings.samples.demo.check.Claim;
import dev.tidings.samples.demo.check.Findings;
import dev.tidings.samples.demo.check.Progress;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/** Where a run is seen: a table that is drawn again and again in a terminal, a line each second elsewhere. */
public final class Screen {
    private static final int NARROWEST = 79;

    private final PrintStream out = new PrintStream(System.out, false, Ink.charset());
    private final boolean terminal;
    private final Ink ink;

    private Screen(boolean terminal) {
        this.terminal = terminal;
        this.ink = Ink.ofThisProcess(terminal);
    }

    /**
     * The standard output of this process. The property {@code demo.columns} says how wide the terminal is, 0 if it is none: a shell
     * knows, while Java's own answer differs from version to version.
     */
    public static Screen ofThisProcess() {
        boolean wide = Integer.getInteger("demo.columns", 0) >= NARROWEST;
        return new Screen(wide && !"dumb".equals(System.getenv("TERM")));
    }

    /** Says something. */
    public synchronized void say(String line) {
        // The rest of the line may be of a frame that was drawn below what was said before.
        out.print(terminal ? line + "\033[K\n" : line + "\n");
        out.flush();
    }

    /** Says something in bold. */
    public void title(String line) {
        say(ink.bold(line));
    }

    /** Says what a run came to. */
    public void say(Findings findings) {
        new Summary(ink).lines(findings).forEach(this::say);
    }

    /** Says what must be right, and what of it is not. */
    public void say(List<Claim> claims) {
        new Summary(ink).lines(claims).forEach(this::say);
    }

    /** Colours and signs that it has. */
    public Ink ink() {
        return ink;
    }

    /** Shows a run while it goes on. */
    public Show show(Progress progress) {
        if (!terminal) {
            Line line = new Line(progress);
            return new Show(1_000, () -> line.next().forEach(this::say), () -> {});
        }
        Table table = new Table(progress, ink);
        return drawn(table::lines);
    }

    /**
     * Shows something while it goes on, below all that is said meanwhile.
     *
     * @param frame for a terminal
     * @param line for elsewhere, every ten seconds
     */
    public Show show(Supplier<List<String>> frame, Supplier<String> line) {
        return terminal ? drawn(frame) : new Show(10_000, () -> say(line.get()), () -> {});
    }

    private Show drawn(Supplier<List<String>> frame) {
        out.print("\033[?25l");
        return new Show(100, () -> draw(frame.get(), true), () -> {
            draw(frame.get(), false);
            out.print("\033[?25h");
            out.flush();
        });
    }

    /** Leaves the cursor on the first line if there is another frame to come, so that the next one replaces it. */
    private synchronized void draw(List<String> lines, boolean again) {
        StringBuilder frame = new StringBuilder();
        lines.forEach(line -> frame.append(line).append("\033[K\n"));
        frame.append("\033[J");
        if (again) {
            frame.append("\033[").append(lines.size()).append("A");
        }
        out.print(frame);
        out.flush();
    }
}
