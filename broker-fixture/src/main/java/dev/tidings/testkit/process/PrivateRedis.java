package dev.tidings.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A Redis of this test's own, which may be killed. It keeps nothing on its disk but what {@code --appendonly yes} says. */
public final class PrivateRedis implements AutoCloseable {
    private final Path home;
    private final int port;
    private final List<String> options;
    private Process process;

    private PrivateRedis(Path home, int port, List<String> options) throws IOException {
        this.home = home;
        this.port = port;
        this.options = options;
        this.process = launch();
    }

    /**
     * With these options of the command line, such as {@code --appendonly yes}. Without a Redis on this machine a test fails where
     * {@code CI} is set, and is skipped elsewhere.
     */
    public static PrivateRedis start(String... options) throws IOException {
        return new PrivateRedis(Files.createTempDirectory("tidings-redis"), FreePort.find(), List.of(options));
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--save", ""));
        command.addAll(List.of("--port", String.valueOf(port), "--dir", home.toString()));
        command.addAll(options);
        try {
            Process started =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            waitUntilReady(started.inputReader(StandardCharsets.UTF_8));
            return started;
        } catch (IOException e) {
            throw Required.missing("no redis-server on this machine: " + e.getMessage(), e, System.getenv());
        }
    }

    private static void waitUntilReady(BufferedReader log) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Ready to accept connections")) {
                return;
            }
        }
        throw new IllegalStateException("redis-server ended: " + said);
    }

    /** Its port on 127.0.0.1, the same after {@link #restart}. */
    public int port() {
        return port;
    }

    /** {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Ends it at once ({@code SIGKILL}); returns when it is gone. */
    public void kill() {
        Exit.kill(process);
    }

    /** Starts it with what it finds on the disk, and returns when it takes connections. */
    public void restart() throws IOException {
        process = launch();
    }

    /** Freezes it ({@code SIGSTOP}). */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** Lets a frozen one go on ({@code SIGCONT}). */
    public void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        Exit.await(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start());
    }

    /** The file that it keeps, of the name that ends so. */
    public Path file(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findAny()
                    .orElseThrow();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
