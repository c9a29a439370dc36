package dev.tidings.testkit.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An installed RabbitMQ server: where its scripts are, seen from inside {@code root} (which is {@code /} or a chroot).
 *
 * <p>Only unwrapped scripts will do: the ones a distribution puts into {@code /usr/sbin} change to the system broker's user.
 */
record Installation(Path root, Path sbin) {
    static final String ROOT_VARIABLE = "TIDINGS_RABBITMQ_ROOT";
    private static final Path SYSTEM_ROOT = Path.of("/");
    private static final String SERVER = "rabbitmq-server";

    /** The one in {@code TIDINGS_RABBITMQ_ROOT}, else the distribution's, else the one in {@code PATH}. */
    static Optional<Installation> find(Map<String, String> environment) {
        return find(environment, SYSTEM_ROOT);
    }

    static Optional<Installation> find(Map<String, String> environment, Path systemRoot) {
        String chroot = environment.getOrDefault(ROOT_VARIABLE, "");
        if (!chroot.isEmpty()) {
            Path root = Path.of(chroot);
            return Optional.of(
                    packaged(root)
                            .orElseThrow(
                                    () -> new IllegalStateException(
                                            ROOT_VARIABLE + "=" + chroot
                                                    + " has no usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin; unset it or install rabbitmq-server there")));
        }
        return packaged(systemRoot).or(() -> onPath(environment.getOrDefault("PATH", "")));
    }

    private static Optional<Installation> packaged(Path root) {
        Path lib = root.resolve("usr/lib/rabbitmq/lib");
        if (!Files.isDirectory(lib)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> servers = Files.newDirectoryStream(lib, "rabbitmq_server-*")) {
            for (Path server : servers) {
                if (Files.isExecutable(server.resolve("sbin").resolve(SERVER))) {
                    return Optional.of(
                            new Installation(root, SYSTEM_ROOT.resolve(root.relativize(server.resolve("sbin")))));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Installation> onPath(String path) {
        return Stream.of(path.split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, SERVER))
                .filter(Files::isExecutable)
                .map(Installation::real)
                .map(Path::getParent)
                .filter(sbin -> sbin != null && Files.exists(sbin.resolve("rabbitmq-env")))
                .findFirst()
                .map(sbin -> new Installation(SYSTEM_ROOT, sbin));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory for temporary files that the node can see, as a path of ours. */
    Path temporaryDirectory() {
        return isChroot() ? root.resolve("tmp") : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** A path of ours as the node sees it. */
    String inside(Path path) {
        return isChroot() ? SYSTEM_ROOT.resolve(root.relativize(path)).toString() : path.toString();
    }

    /** One of the server's scripts with this environment and nothing inherited but the path. */
    ProcessBuilder command(String script, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (isChroot()) {
            command.addAll(List.of("chroot", root.toString()));
        }
        command.add(sbin.resolve(script).toString());
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command);
        String path = process.environment().getOrDefault("PATH", "");
        process.environment().clear();
        process.environment().putAll(environment);
        process.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin:" + path);
        process.environment().put("LANG", "C.UTF-8");
        return process;
    }

    private boolean isChroot() {
        return !root.equals(SYSTEM_ROOT);
    }
}
