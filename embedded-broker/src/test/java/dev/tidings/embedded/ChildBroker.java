package dev.tidings.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runnable form in a JVM of its own. */
final class ChildBroker implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String READY = "Broker ready at ";

    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> outputRead;
    private final CompletableFuture<String> errors;

    private ChildBroker(List<String> command) throws IOException {
        process = new ProcessBuilder(command).start();
        outputRead = CompletableFuture.runAsync(
                () -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(output::add), Client.THREADS);
        errors = CompletableFuture.supplyAsync(
                () -> process.errorReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n")),
                Client.THREADS);
    }

    static ChildBroker ofClasses(String... arguments) throws IOException {
        // as in the runnable jar, one logging backend
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
        return of(List.of("-cp", classPath, Main.class.getName()), arguments);
    }

    static ChildBroker ofJar(Path jar, String... arguments) throws IOException {
        return of(List.of("-jar", jar.toString()), arguments);
    }

    /** Where it says that it is ready. */
    String uri() {
        try {
            String line = output.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (line == null || !line.startsWith(READY)) {
                kill();
                throw new IllegalStateException("The child did not start: " + line + " " + errors());
            }
            return line.substring(READY.length());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it printed until its end, without the line that {@link #uri()} took. */
    List<String> output() {
        outputRead.join();
        return List.copyOf(output);
    }

    String errors() {
        return errors.join();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() {
        // not Process.destroy, which also closes what is being read
        process.toHandle().destroy();
        return exitCode();
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
        exitCode();
    }

    int exitCode() {
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The child " + process.pid() + " still runs after " + DEADLINE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }

    private static ChildBroker of(List<String> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(program);
        command.addAll(List.of(arguments));
        return new ChildBroker(command);
    }
}
