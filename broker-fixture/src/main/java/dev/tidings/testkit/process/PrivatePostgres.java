package dev.tidings.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** A PostgreSQL of this test's own, which may be killed. Root has it run as {@code postgres}. */
public final class PrivatePostgres implements AutoCloseable {
    private static final String OWNER = "postgres";

    private final Path home;
    private final Path programs;
    private final List<String> asOwner;
    private final int port;

    private PrivatePostgres(Path home, Path programs, List<String> asOwner, int port) {
        this.home = home;
        this.programs = programs;
        this.asOwner = asOwner;
        this.port = port;
    }

    /** Makes an empty one and returns when it takes connections. Where it is not installed, see {@link Required}. */
    public static PrivatePostgres start() throws IOException {
        Path programs = programs(Path.of("/usr/lib/postgresql"), System.getenv());
        List<String> asOwner = command(isRoot(), OWNER, System.getenv());
        Path home = Files.createTempDirectory("tidings-postgres");
        if (isRoot()) {
            Files.setOwner(
                    home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
        }
        PrivatePostgres made = new PrivatePostgres(home, programs, asOwner, FreePort.find());
        made.run("initdb", "-D", made.data(), "-A", "trust", "-U", OWNER, "-N");
        made.restart();
        return made;
    }

    /** Where the last of the installed versions has its programs. */
    static Path programs(Path installed, Map<String, String> environment) {
        String missing = "no PostgreSQL is installed in " + installed;
        try (Stream<Path> versions = Files.list(installed)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(Files::isDirectory)
                    .max(Comparator.comparingDouble(PrivatePostgres::version))
                    .orElseThrow();
        } catch (IOException | NoSuchElementException e) {
            throw Required.missing(missing, e, environment);
        }
    }

    private static double version(Path bin) {
        return Double.parseDouble(bin.getName(bin.getNameCount() - 2).toString());
    }

    /** How a program is run as that user: PostgreSQL does not run as root. */
    static List<String> command(boolean isRoot, String user, Map<String, String> environment) {
        if (!isRoot) {
            return List.of();
        }
        List<String> asUser = List.of("runuser", "-u", user, "--");
        try {
            List<String> nothing = new ArrayList<>(asUser);
            nothing.add("true");
            int code = Exit.await(new ProcessBuilder(nothing)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
            if (code == 0) {
                return asUser;
            }
            throw new IOException("it ended with " + code);
        } catch (IOException e) {
            throw Required.missing("root cannot have PostgreSQL run as " + user + " by runuser", e, environment);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Of the database {@code postgres}, for a user of that name without a password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private String data() {
        return home.resolve("data").toString();
    }

    /** Ends it at once, as a crash would; returns when it is gone. */
    public void kill() throws IOException {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    /** Starts it with the same data, and returns when it takes connections. */
    public void restart() throws IOException {
        String options = "-p " + port + " -k " + home + " -c listen_addresses=127.0.0.1";
        run("pg_ctl", "-D", data(), "-l", home.resolve("log").toString(), "-o", options, "-w", "start");
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(asOwner);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("tidings-postgres", ".txt");
        int code = Exit.await(new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
        String said = Files.readString(output);
        Files.delete(output);
        if (code != 0) {
            throw new IllegalStateException(program + " ended with " + code + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(home.resolve("data").resolve("postmaster.pid"))) {
            kill();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
