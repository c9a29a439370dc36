package dev.tidings.samples.demo.screen;

import dev.tidings.samples.demo.Progress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows a run while it goes on: a table that is drawn again and again in a terminal, a line each second elsewhere. */
public final class Screen implements AutoCloseable {
    private static final int NARROWEST = 79;

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, Ink.charset());
    private final boolean terminal;
    private final Ink ink;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "screen");
        thread.setDaemon(true);
        return thread;
    });
    private int drawn;

    private Screen(boolean terminal) {
        this.terminal = terminal;
        this.ink = Ink.forTerminal(terminal);
    }

    /**
     * The standard output of this process. The property {@code demo.columns} says how wide the terminal is, 0 if it is none: the shell
     * knows, and Java does not tell alike in all versions.
     */
    public static Screen ofThisProcess() {
        int columns = Integer.getInteger("demo.columns", 0);
        return new Screen(columns >= NARROWEST && !"dumb".equals(System.getenv("TERM")));
    }

    /** One line, at once. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Shows this run until closed. */
    public void show(Progress progress) {
        Table table = new Table(progress, ink);
        Runnable draw = terminal ? () -> draw(table.lines()) : () -> say(Line.of(progress));
        Duration pause = terminal ? Duration.ofMillis(100) : Duration.ofSeconds(1);
        var ticking = clock.scheduleAtFixedRate(draw, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        assert !ticking.isCancelled();
    }

    /** What the run came to. */
    public Ink ink() {
        return ink;
    }

    private synchronized void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\033[").append(drawn).append("A");
        }
        lines.forEach(line -> frame.append(line).append("\033[K\n"));
        frame.append("\033[J");
        drawn = lines.size();
        out.print(frame);
        out.flush();
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
