package dev.tidings.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A main class with this JVM's class path in a JVM of its own, which may be killed and frozen. For use by one thread. */
public final class ChildJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String main;
    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private volatile boolean ended;

    private ChildJvm(String main, Process process) {
        this.main = main;
        this.process = process;
        Thread listening = new Thread(this::listen, "what " + main + " says");
        listening.setDaemon(true);
        listening.start();
    }

    /** Until its output ends, which an empty line stands for. */
    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            said.add(String.valueOf(e));
        } finally {
            ended = true;
            said.add("");
        }
    }

    /**
     * Starts it and returns at once. What it writes to its standard error goes to this JVM's.
     *
     * @param heap such as {@code 128m}
     */
    public static ChildJvm start(Class<?> main, String heap, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(
                main.getName(),
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** Waits until it says something, five minutes at most; "" if it ended without. */
    public String line() throws IOException {
        try {
            String line = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new IOException(main + " runs and has said nothing for " + PATIENCE);
            }
            if (ended && said.isEmpty()) {
                said.add("");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + main, e);
        }
    }

    /** Ends its standard input. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Freezes it ({@code SIGSTOP}), or lets it go on ({@code SIGCONT}). */
    public void signal(String name) throws IOException {
        Exit.await(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start());
    }

    /** Kills it ({@code SIGKILL}), and returns when it is gone. */
    public void kill() {
        Exit.kill(process);
    }

    /** Whether it runs, or is frozen. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended. */
    public int exitCode() {
        return Exit.await(process);
    }

    @Override
    public void close() {
        kill();
    }
}
