package dev.tidings.consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** What the library logs, in place of the console, until it is closed. */
final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger library = (Logger) LoggerFactory.getLogger("dev.tidings");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Consumer<String> listener;

    private Logged(Level from, Consumer<String> listener) {
        this.listener = listener;
        setContext(library.getLoggerContext());
        start();
        library.addAppender(this);
        library.setLevel(from);
        library.setAdditive(false);
    }

    static Logged from(Level level) {
        return new Logged(level, line -> {});
    }

    /** Says each line that is a warning or worse, too. */
    static Logged saying(Consumer<String> listener) {
        return new Logged(Level.WARN, listener);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String line = event.getLevel() + " " + event.getFormattedMessage();
        lines.add(line);
        listener.accept(line);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    List<String> warnings() {
        return warnings(lines());
    }

    static List<String> warnings(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("WARN") || line.startsWith("ERROR"))
                .toList();
    }

    @Override
    public void close() {
        library.setAdditive(true);
        library.setLevel(null);
        library.detachAppender(this);
        stop();
    }
}
