package dev.tidings.testkit.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main class with this JVM's class path in a JVM of its own, which may be killed and frozen. For use by one thread. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;

    private ChildJvm(Process process) {
        this.process = process;
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
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until it says something; "" if it ended without. */
    public String line() throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        return line == null ? "" : line;
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
