package dev.tidings.samples.migration.story;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.samples.migration.billing.Words;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as a process, which is killed and started again. What it counted in a life that was killed is kept, up to its last moment.
 * Safe for use by many threads.
 */
final class Actor implements AutoCloseable {
    private static final String HEAP = "256m";

    private final String name;
    private final Class<?> program;
    private final Map<String, Long> before = new HashMap<>();
    private Optional<Life> life = Optional.empty();
    private List<String> words = List.of();
    private int lives;

    Actor(String name, Class<?> program) {
        this.name = name;
        this.program = program;
    }

    String name() {
        return name;
    }

    /** Starts it, and returns at once. */
    synchronized void start(List<String> arguments) throws IOException {
        words = arguments;
        startAgain();
    }

    /** Starts it as it was started before. */
    synchronized void startAgain() throws IOException {
        life = Optional.of(Life.of(name, ChildJvm.start(program, HEAP, words.toArray(String[]::new))));
        lives++;
    }

    /** Kills it ({@code SIGKILL}). */
    synchronized void kill() {
        life.ifPresent(Life::kill);
        forget();
    }

    /** Freezes it ({@code SIGSTOP}), with whatever it has at hand. */
    synchronized void freeze() throws IOException {
        if (life.isPresent()) {
            life.get().signal("STOP");
        }
    }

    /** Lets it go on, as if no time had passed. */
    synchronized void thaw() throws IOException {
        if (life.isPresent()) {
            life.get().signal("CONT");
        }
    }

    /** Has it end as it should. */
    synchronized void end() throws IOException {
        if (life.isPresent()) {
            life.get().end();
        }
        forget();
    }

    private void forget() {
        life.ifPresent(ended -> ended.counts().forEach((key, count) -> before.merge(key, count, Long::sum)));
        life = Optional.empty();
    }

    private synchronized Optional<Life> life() {
        return life;
    }

    /**
     * Whether it gets events.
     *
     * @throws IOException if it has ended by itself
     */
    boolean isListening() throws IOException {
        Optional<Life> now = life();
        return now.isPresent() && now.get().isListening();
    }

    /** Why it has refused to start, if it has. */
    Optional<String> refusal() {
        return life().flatMap(Life::refusal);
    }

    synchronized boolean isAlive() {
        return life.isPresent();
    }

    synchronized int lives() {
        return lives;
    }

    /** How many deliveries to a group of it ended so, in all its lives. */
    synchronized long count(String group, Verdict verdict) {
        String key = Words.key(group, verdict);
        long now = life.map(Life::counts)
                .map(counts -> counts.getOrDefault(key, 0L))
                .orElse(0L);
        return before.getOrDefault(key, 0L) + now;
    }

    @Override
    public void close() {
        kill();
    }
}
