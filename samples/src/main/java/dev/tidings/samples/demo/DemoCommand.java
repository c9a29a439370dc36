package dev.tidings.samples.demo;

import dev.tidings.broker.Broker;
import dev.tidings.samples.demo.chaos.Chaos;
import dev.tidings.samples.demo.chaos.Conditions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code ./demo}. */
@Command(
        name = "./demo",
        sortOptions = false,
        usageHelpWidth = 80,
        description = {
            "",
            "Four small services in one process: users change, and search, audit and mail hear of it by thin events."
                    + " At the end the run checks itself: nothing lost, nothing done twice, the copy in search equal to the original.",
            ""
        },
        footer = {
            "",
            "The JSON: published (events that the broker has confirmed), delivered (of these, such that reached every"
                    + " service that wants them), duplicates_suppressed (deliveries recognised and not handled again), lost,"
                    + " duplicate_effects (mails beyond one for each new user), stale (profiles that differ), callbacks"
                    + " (requests to the owner), seconds (from the first change until all was quiet).",
            "",
            "Exit codes: 0 all is right; 1 something is not, or the run could not be made; 2 the command line is wrong."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int MOST_EVENTS = 100_000;

    @Option(
            names = "--broker",
            paramLabel = "URI",
            defaultValue = BrokerHost.EMBEDDED,
            description =
                    "amqp://[user:password@]host[:port][/vhost], or embedded: for one in this process, which is the default."
                            + " What the run makes there, it deletes.")
    private String broker = BrokerHost.EMBEDDED;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many changes happen, 1 to 100,000. Default 2,000.")
    private int events;

    @Option(
            names = "--chaos",
            description =
                    "Publish each event one to three times and out of order, cut connections every one to two seconds,"
                            + " and let the owner answer with old news now and then.")
    private boolean chaos;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "Repeat the decisions of an earlier run: which changes, which chaos. Their timing is not repeated.")
    private @Nullable Long seed;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the outcome there, as one JSON object on one line.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command, and ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new DemoCommand());
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("--help")
                        .usageHelp(true)
                        .description("Say this.")
                        .build());
        commandLine.setParameterExceptionHandler((wrong, args) -> {
            PrintWriter errors = wrong.getCommandLine().getErr();
            errors.println(wrong.getMessage() + "; see ./demo --help");
            UnmatchedArgumentException.printSuggestions(wrong, errors);
            return CommandLine.ExitCode.USAGE;
        });
        return commandLine;
    }

    @Override
    public Integer call() throws Exception {
        refuseWhatCannotBe();
        long chosen = seed == null ? new SplittableRandom().nextLong(1_000_000) : seed;
        Plan plan = new Plan(broker, events, chaos, chosen, Duration.ofSeconds(30));
        Conditions conditions = chaos ? new Chaos(chosen) : Conditions.calm();
        return new Performance(plan, conditions, Optional.ofNullable(json)).run();
    }

    private void refuseWhatCannotBe() {
        if (events < 1 || events > MOST_EVENTS) {
            throw wrong("--events " + events + " is not possible, give 1 to " + MOST_EVENTS);
        }
        try {
            Broker.Spec described = Broker.at(broker);
            if (chaos && broker.startsWith("amqps:")) {
                throw wrong("--chaos cuts connections with a proxy on this machine, and " + described
                        + " would not accept its host name; use amqp: or leave --chaos out");
            }
        } catch (IllegalArgumentException e) {
            throw wrong("--broker " + e.getMessage());
        }
        if (json != null && !Files.isDirectory(json.toAbsolutePath().resolveSibling("."))) {
            throw wrong("--json " + json + " cannot be written, there is no such directory");
        }
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }
}
