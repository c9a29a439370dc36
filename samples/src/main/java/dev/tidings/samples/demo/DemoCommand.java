package dev.tidings.samples.demo;

import dev.tidings.broker.Broker;
import dev.tidings.samples.demo.chaos.Chaos;
import dev.tidings.samples.demo.chaos.Conditions;
import dev.tidings.samples.demo.stage.RunOptions;
import dev.tidings.samples.migration.MigrationCommand;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code ./demo}. */
@Command(
        name = "./demo",
        sortOptions = false,
        usageHelpWidth = 80,
        subcommands = MigrationCommand.class,
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

    @Mixin
    private RunOptions run = new RunOptions();

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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command, and ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new DemoCommand());
        withHelp(commandLine);
        commandLine.getSubcommands().values().forEach(DemoCommand::withHelp);
        commandLine.setParameterExceptionHandler((wrong, args) -> {
            PrintWriter errors = wrong.getCommandLine().getErr();
            errors.println(wrong.getMessage() + "; see "
                    + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            UnmatchedArgumentException.printSuggestions(wrong, errors);
            return CommandLine.ExitCode.USAGE;
        });
        return commandLine;
    }

    private static void withHelp(CommandLine commandLine) {
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("--help")
                        .usageHelp(true)
                        .description("Say this.")
                        .build());
    }

    @Override
    public Integer call() throws Exception {
        refuseWhatCannotBe();
        Plan plan = new Plan(run.broker(), events, chaos, run.seed(), Duration.ofSeconds(30));
        Conditions conditions = chaos ? new Chaos(run.seed()) : Conditions.calm();
        return new Performance(plan, conditions, run.json()).run();
    }

    private void refuseWhatCannotBe() {
        RunOptions.checkEvents(spec, events, 1, MOST_EVENTS);
        run.check(spec);
        if (chaos && run.broker().startsWith("amqps:")) {
            throw RunOptions.wrong(
                    spec,
                    "--chaos cuts connections with a proxy on this machine, and " + Broker.at(run.broker())
                            + " would not accept its host name; use amqp: or leave --chaos out");
        }
    }
}
