package dev.tidings.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of this test's own, which may be killed. Root has it run as {@code postgres}. */
final class PrivatePostgres implements AutoCloseable {
    private static final String OWNER = "postgres";

    private final Path home;
    private final Path programs;
    private final int port;

    private PrivatePostgres(Path home, Path programs, int port) {
        this.home = home;
        this.programs = programs;
        this.port = port;
    }

    static PrivatePostgres start() throws IOException {
        Path home = Files.createTempDirectory("tidings-postgres");
        if (isRoot()) {
            Files.setOwner(
                    home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
        }
        PrivatePostgres made = new PrivatePostgres(home, programs(), freePort());
        made.run("initdb", "-D", made.data(), "-A", "trust", "-U", OWNER, "-N");
        made.restart();
        return made;
    }

    private static Path programs() throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(Comparator.naturalOrder()).orElseThrow().resolve("bin");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private String data() {
        return home.resolve("data").toString();
    }

    /** Ends it at once, as a crash would; returns when it is gone. */
    void kill() throws IOException {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    /** Starts it with the same data, and returns when it takes connections. */
    void restart() throws IOException {
        String options = "-p " + port + " -k " + home + " -c listen_addresses=127.0.0.1";
        run("pg_ctl", "-D", data(), "-l", home.resolve("log").toString(), "-o", options, "-w", "start");
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(isRoot() ? List.of("runuser", "-u", OWNER, "--") : List.of());
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("tidings-postgres", ".txt");
        int code = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .onExit()
                .join()
                .exitValue();
        String said = Files.readString(output);
        Files.delete(output);
        if (code != 0) {
            throw new IllegalStateException(program + " ended with " + code + ": " + said);
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
