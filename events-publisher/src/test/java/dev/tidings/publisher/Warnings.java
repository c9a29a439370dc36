package dev.tidings.publisher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What the library logs at WARN and above, until it is closed; in place of the console. */
public final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger library = (Logger) LoggerFactory.getLogger("dev.tidings");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    public Warnings() {
        setContext(library.getLoggerContext());
        start();
        library.addAppender(this);
        library.setLevel(Level.WARN);
        library.setAdditive(false);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        library.setAdditive(true);
        library.setLevel(null);
        library.detachAppender(this);
        stop();
    }
}
