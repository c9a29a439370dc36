package dev.tidings.samples.demo.stage;

import dev.tidings.broker.Broker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every command is told of a run. */
public final class RunOptions {

    @Option(
            names = "--broker",
            paramLabel = "URI",
            defaultValue = BrokerHost.EMBEDDED,
            description =
                    "amqp://[user:password@]host[:port][/vhost], or embedded: for one in this process, which is the default."
                            + " What the run makes there, it deletes.")
    private String broker = BrokerHost.EMBEDDED;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "Repeat the decisions of an earlier run: what happens, and what goes wrong. Their timing is not repeated.")
    private @Nullable Long seed;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the outcome there, as one JSON object on one line.")
    private @Nullable Path json;

    /** Where the broker is. */
    public String broker() {
        return broker;
    }

    /** The one that was given, or another one each time. */
    public long seed() {
        if (seed == null) {
            seed = new SplittableRandom().nextLong(1_000_000);
        }
        return seed;
    }

    /** Where the outcome is wanted. */
    public Optional<Path> json() {
        return Optional.ofNullable(json);
    }

    /** For who reads, without a password. */
    public String brokerInWords() {
        return inWords(broker);
    }

    /** The same of any broker. */
    public static String inWords(String broker) {
        return broker.startsWith(BrokerHost.EMBEDDED)
                ? "A broker in this process"
                : "The broker at " + Broker.at(broker);
    }

    /** As a command repeats it; nothing for the default. */
    public static String again(String broker) {
        return broker.equals(BrokerHost.EMBEDDED) ? "" : " --broker " + Broker.at(broker);
    }

    /** Refuses what cannot be, with words for the command line. */
    public void check(CommandSpec command) {
        try {
            Broker.Spec unused = Broker.at(broker);
        } catch (IllegalArgumentException e) {
            throw wrong(command, "--broker " + e.getMessage());
        }
        if (json != null && !Files.isDirectory(json.toAbsolutePath().resolveSibling("."))) {
            throw wrong(command, "--json " + json + " cannot be written, there is no such directory");
        }
    }

    /** Refuses what does not fit into bounds. */
    public static void checkEvents(CommandSpec command, int events, int fewest, int most) {
        if (events < fewest || events > most) {
            throw wrong(command, "--events " + events + " is not possible, give " + fewest + " to " + most);
        }
    }

    /** A command line that cannot be. */
    public static ParameterException wrong(CommandSpec command, String words) {
        return new ParameterException(command.commandLine(), words);
    }
}
