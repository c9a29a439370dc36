package dev.tidings.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The runnable form in a JVM of its own. */
final class ChildBroker implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String READY = "Broker ready at ";

    private final Process process;
    private final CompletableFuture<String> errors;

    private ChildBroker(List<String> command) throws IOException {
        process = new ProcessBuilder(command).start();
        errors = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static ChildBroker ofClasses(String... arguments) throws IOException {
        return of(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()), arguments);
    }

    static ChildBroker ofJar(Path jar, String... arguments) throws IOException {
        return of(List.of("-jar", jar.toString()), arguments);
    }

    /** The first line it prints. */
    String firstLine() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        return line == null ? "" : line;
    }

    String uri() throws IOException {
        String line = firstLine();
        if (!line.startsWith(READY)) {
            kill();
            throw new IllegalStateException("The child did not start: " + line + errors.join());
        }
        return line.substring(READY.length());
    }

    String errors() {
        return errors.join();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() {
        process.destroy();
        return exitCode();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
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
