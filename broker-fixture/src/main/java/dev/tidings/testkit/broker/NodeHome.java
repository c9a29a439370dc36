package dev.tidings.testkit.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What a private node keeps over its restarts: its name, port, configuration, data and output. */
final class NodeHome implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String COOKIE = UUID.randomUUID().toString();
    private static final int OUTPUT_LIMIT = 4_000;

    private final Installation installation;
    private final Scratch scratch;
    private final Path directory;
    private final ReservedPort port;
    private final Optional<ReservedPort> management;
    private final String name = "tidings" + NUMBERS.incrementAndGet() + "@localhost";

    private NodeHome(Installation installation, Optional<ReservedPort> management) {
        this.installation = installation;
        this.management = management;
        this.scratch = Scratch.under(installation.temporaryDirectory());
        this.directory = scratch.directory().resolve(name);
        this.port = ReservedPort.take();
    }

    static NodeHome create() {
        return create(installed());
    }

    static NodeHome create(Installation installation) {
        return configured(new NodeHome(installation, Optional.empty()));
    }

    /** With the management plugin, on a port of its own. */
    static NodeHome createManaged() {
        return configured(new NodeHome(installed(), Optional.of(ReservedPort.take())));
    }

    private static Installation installed() {
        return Installation.find(System.getenv())
                .orElseThrow(() -> new IllegalStateException(
                        "No rabbitmq-server is installed here; install one or put its sbin directory into PATH"));
    }

    private static NodeHome configured(NodeHome home) {
        home.configure(List.of());
        return home;
    }

    /** Writes the node's files. Erlang terms are used, since reading {@code rabbitmq.conf} makes each boot slower. */
    void configure(List<String> clusterNodes) {
        String cluster = clusterNodes.isEmpty()
                ? ""
                : ",{cluster_nodes,{['" + String.join("','", clusterNodes) + "'],disc}},"
                        + "{cluster_formation,[{discovery_retry_limit,10},{discovery_retry_interval,50}]}";
        write(
                "advanced.config",
                "[{rabbit,[{tcp_listeners,[{\"127.0.0.1\"," + port.number() + "}]},{loopback_users,[]},"
                        + "{disk_free_limit,50000000},{log,[{file,[{level,warning}]}]}" + cluster + "]}"
                        + management.map(NodeHome::listening).orElse("") + "].\n");
        write("plugins", management.isPresent() ? "[rabbitmq_management].\n" : "[].\n");
        write("console.erl", console());
        write(".erlang.cookie", COOKIE);
        try {
            Files.setPosixFilePermissions(
                    directory.resolve(".erlang.cookie"), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String listening(ReservedPort management) {
        return ",{rabbitmq_management,[{tcp_config,[{ip,\"127.0.0.1\"},{port," + management.number() + "}]}]}";
    }

    private static String console() {
        try (InputStream script = NodeHome.class.getResourceAsStream("console.erl")) {
            if (script == null) {
                throw new IllegalStateException("console.erl is missing beside " + NodeHome.class.getName());
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String content) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    String name() {
        return name;
    }

    int port() {
        return port.number();
    }

    /** The port of the management, where the node has it. */
    Optional<Integer> managementPort() {
        return management.map(ReservedPort::number);
    }

    /** Starts the server; the process is the Erlang machine itself, since the scripts replace themselves by it. */
    Process launch(int consolePort) throws IOException {
        Map<String, String> environment = environment();
        environment.put(
                "RABBITMQ_ALLOW_INPUT", "true"); // or the script stays as a parent and answers to signals itself
        environment.put("TIDINGS_CONSOLE_PORT", Integer.toString(consolePort));
        // Schedulers that spin while they wait take the processors from those who share the machine.
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+sbwt none +sbwtdcpu none +sbwtdio none");
        // Distribution that runs already spares the boot an Erlang machine whose only purpose is to start epmd.
        environment.put(
                "ERL_AFLAGS",
                "-noinput -start_epmd false -sname " + name + " -kernel inet_dist_use_interface {127,0,0,1}"
                        + " -eval 'file:script(\"" + inside("console.erl") + "\").'");
        Process process = installation
                .command("rabbitmq-server", environment, List.of())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile().toFile()))
                .start();
        scratch.killAtExit(process);
        process.getOutputStream().close();
        return process;
    }

    /** Runs one of RabbitMQ's tools to its end and returns its output; fails with the output. */
    String run(String script, List<String> arguments) {
        return finish(
                script + " " + String.join(" ", arguments), installation.command(script, environment(), arguments));
    }

    String shell(String command) {
        return finish(command, new ProcessBuilder("sh", "-c", command));
    }

    private static String finish(String what, ProcessBuilder builder) {
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(what + " ended with " + status + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + what, e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", inside(""));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("ERL_EPMD_PORT", Integer.toString(PortMapper.shared().port()));
        environment.put("ERL_CRASH_DUMP_SECONDS", "0");
        environment.put("RABBITMQ_NODENAME", name);
        environment.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
        environment.put("RABBITMQ_CONFIG_FILE", inside("rabbitmq"));
        environment.put("RABBITMQ_ADVANCED_CONFIG_FILE", inside("advanced.config"));
        environment.put("RABBITMQ_GENERATED_CONFIG_DIR", inside("generated"));
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", inside("plugins"));
        environment.put("RABBITMQ_MNESIA_BASE", inside("data"));
        environment.put("RABBITMQ_LOG_BASE", inside("log"));
        environment.put("RABBITMQ_PID_FILE", inside("pid"));
        return environment;
    }

    private String inside(String file) {
        return installation.inside(directory.resolve(file));
    }

    private Path outputFile() {
        return directory.resolve("output");
    }

    /** The end of what the server printed. */
    String output() {
        try {
            String all = Files.readString(outputFile());
            return all.substring(Math.max(0, all.length() - OUTPUT_LIMIT));
        } catch (IOException e) {
            return "(its output cannot be read: " + e + ")";
        }
    }

    @Override
    public void close() {
        Scratch.wipe(directory);
        port.close();
        management.ifPresent(ReservedPort::close);
    }
}
