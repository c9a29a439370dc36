package dev.tidings.samples.migration.story;

import dev.tidings.samples.migration.billing.Words;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a program: a thread reads what it says. */
final class Life {
    private static final Logger log = LoggerFactory.getLogger(Life.class);

    private final String name;
    private final ChildJvm process;
    private volatile boolean listening;
    private volatile Optional<String> refusal = Optional.empty();
    private volatile Map<String, Long> counts = Map.of();

    private Life(String name, ChildJvm process) {
        this.name = name;
        this.process = process;
    }

    static Life of(String name, ChildJvm process) {
        Life life = new Life(name, process);
        Thread reading = new Thread(life::read, "what " + name + " says");
        reading.setDaemon(true);
        reading.start();
        return life;
    }

    private void read() {
        try {
            for (String line = process.line(); !line.isEmpty(); line = process.line()) {
                hear(line);
            }
        } catch (IOException e) {
            log.warn("{} is not heard any more: {}", name, e.getMessage());
        }
    }

    private void hear(String line) {
        if (line.equals(Words.LISTENING)) {
            listening = true;
        } else if (line.startsWith(Words.REFUSED)) {
            refusal = Optional.of(line.substring(Words.REFUSED.length()));
        } else {
            counts = Words.counts(line);
        }
    }

    boolean isListening() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the program of " + name + " has ended by itself, see its log");
        }
        return listening;
    }

    Optional<String> refusal() {
        return refusal;
    }

    Map<String, Long> counts() {
        return counts;
    }

    void signal(String signal) throws IOException {
        process.signal(signal);
    }

    void kill() {
        process.kill();
    }

    void end() throws IOException {
        process.endInput();
        process.exitCode();
    }
}
