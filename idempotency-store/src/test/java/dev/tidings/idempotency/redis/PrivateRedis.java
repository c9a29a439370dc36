package dev.tidings.idempotency.redis;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.RedisClient;

/** A Redis of this test's own, which may be killed. */
final class PrivateRedis implements AutoCloseable {
    private final Path home;
    private final int port;
    private final List<String> options;
    private final RedisClient client;
    private Process process;

    private PrivateRedis(Path home, int port, List<String> options) throws IOException {
        this.home = home;
        this.port = port;
        this.options = options;
        this.client = RedisClient.create("127.0.0.1", port);
        this.process = launch();
    }

    /** With these options of the command line, such as {@code --appendonly yes}. */
    static PrivateRedis start(String... options) throws IOException {
        return new PrivateRedis(Files.createTempDirectory("tidings-redis"), freePort(), List.of(options));
    }

    /** A port on which nobody listens now. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Without a Redis on this machine a test fails where CI is set, and is skipped elsewhere. */
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
            if (System.getenv("CI") != null) {
                throw e;
            }
            throw new TestAbortedException("no redis-server on this machine: " + e.getMessage(), e);
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

    int port() {
        return port;
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** For what an operator does. */
    RedisClient client() {
        return client;
    }

    /** The same, for commands that the client has no method for. */
    String command(String... words) {
        CommandArguments command = new CommandArguments(() -> words[0].getBytes(StandardCharsets.UTF_8));
        Object answer =
                client.executeCommand(command.addObjects((Object[]) Arrays.copyOfRange(words, 1, words.length)));
        return answer instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : String.valueOf(answer);
    }

    /** Where it writes what it is told, if {@code --appendonly yes}. */
    File appendOnlyFile() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .findAny()
                    .orElseThrow()
                    .toFile();
        }
    }

    /** Ends it at once ({@code SIGKILL}); returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Starts it with what it finds on the disk, and returns when it takes connections. */
    void restart() throws IOException {
        process = launch();
    }

    /** Freezes it ({@code SIGSTOP}), or lets it go on ({@code SIGCONT}). */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Override
    public void close() throws IOException {
        client.close();
        kill();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
