package dev.tidings.migration.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.migration.Report;
import dev.tidings.migration.baton.Baton;
import dev.tidings.migration.baton.BatonRefusedException;
import dev.tidings.migration.baton.Force;
import dev.tidings.migration.baton.Status;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./shadow}. It needs no broker: the services that run see in the database what was decided, and do it. */
@Command(
        name = "./shadow",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "",
            "Compares a new system with the one that is live, and hands the work over in steps. Both write to one database what they did, "
                    + "and see there who may do what; this command reads and writes that database only.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 done, or all is the same; 1 refused, or something differs; 2 not enough was seen, or the command line is wrong; "
                    + "3 it could not be done."
        })
final class ShadowCommand {
    /** The commands as methods, in the order in which they are used. */
    private static final List<String> STEPS =
            List.of("start", "status", "report", "noBackFill", "canary", "cutOver", "rollback", "finish");

    private static final int WIDTH = 100;
    private static final int REFUSED = 1;
    private static final int FAILED = 3;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What is done with a baton. */
    @FunctionalInterface
    private interface Work {
        int with(Baton baton, HikariDataSource source) throws IOException;
    }

    /** Runs the command, and ends the process. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine all = new CommandLine(new ShadowCommand());
        for (String command : STEPS) {
            CommandLine.getCommandMethods(ShadowCommand.class, command)
                    .forEach(method -> all.addSubcommand(new CommandLine(method)));
        }
        return all.setUsageHelpWidth(WIDTH).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("shadow: " + failure.getMessage());
            return failure instanceof BatonRefusedException ? REFUSED : FAILED;
        });
    }

    private int run(Work work) throws IOException {
        try (HikariDataSource source = database.open()) {
            return work.with(database.baton(source), source);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int show(Status status, OutputOptions output) throws IOException {
        out().println(status.text());
        output.write(status::json);
        return 0;
    }

    @Command(
            description =
                    "Begin a migration to this side, which has no entity yet. Makes the tables where they are missing.")
    int start(@Parameters(paramLabel = "NEXT", description = "Such as v2.") String next, @Mixin OutputOptions output)
            throws IOException {
        return run((baton, source) -> {
            JdbcOutcomeStore.on(source).createTables();
            return show(baton.createTables().start(next), output);
        });
    }

    @Command(description = "Show who has which share, who runs, and what can be done next.")
    int status(@Mixin OutputOptions output) throws IOException {
        return run((baton, source) -> show(baton.status(), output));
    }

    @Command(description = "Compare what both sides did.")
    int report(
            @Mixin ComparisonOptions comparison,
            @Mixin OutputOptions output,
            @Option(names = "--html", paramLabel = "FILE", description = "Also write a page there for a browser.")
                    @Nullable
                    Path html)
            throws IOException {
        return run((baton, source) -> {
            Report report = compared(baton, source, comparison);
            out().println(report.text());
            output.write(report::json);
            if (html != null) {
                Files.writeString(html, report.html());
            }
            return report.exitCode();
        });
    }

    private static Report compared(Baton baton, HikariDataSource source, ComparisonOptions comparison) {
        return comparison.of(baton, baton.status(), JdbcOutcomeStore.on(source)).report();
    }

    @Command(description = "Give the new side so many of a hundred entities; fewer than it has gives some back.")
    int canary(
            @Parameters(paramLabel = "PERCENT", description = "0.01 to 99.99") double percent,
            @Mixin ForceOption force,
            @Mixin ComparisonOptions comparison,
            @Mixin OutputOptions output)
            throws IOException {
        return run((baton, source) -> {
            Report report = compared(baton, source, comparison);
            Optional<Force> forced = force.despite(report);
            return show(
                    forced.isPresent() ? baton.canary(percent, forced.get()) : baton.canary(percent, report), output);
        });
    }

    @Command(name = "cutover", description = "Give the new side every entity.")
    int cutOver(@Mixin ForceOption force, @Mixin ComparisonOptions comparison, @Mixin OutputOptions output)
            throws IOException {
        return run((baton, source) -> {
            Report report = compared(baton, source, comparison);
            Optional<Force> forced = force.despite(report);
            return show(forced.isPresent() ? baton.cutOver(forced.get()) : baton.cutOver(report), output);
        });
    }

    @Command(description = "Give the old side every entity again.")
    int rollback(@Mixin OutputOptions output) throws IOException {
        return run((baton, source) -> show(baton.rollback(), output));
    }

    @Command(
            description =
                    "After a cut-over, retire the old side for good: the queues change, and there is no way back.")
    int finish(@Mixin ForceOption force, @Mixin OutputOptions output) throws IOException {
        return run((baton, source) -> {
            Optional<Force> forced = force.alone();
            return show(forced.isPresent() ? baton.finish(forced.get()) : baton.finish(), output);
        });
    }

    @Command(
            name = "no-back-fill",
            description = "Record that the new side has nothing that must be filled up before it takes over.")
    int noBackFill(
            @Parameters(paramLabel = "REASON", description = "Goes to the log.") String reason,
            @Mixin OutputOptions output)
            throws IOException {
        return run((baton, source) -> show(baton.noBackFill(reason), output));
    }
}
