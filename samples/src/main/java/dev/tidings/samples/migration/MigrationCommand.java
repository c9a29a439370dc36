package dev.tidings.samples.migration;

import dev.tidings.broker.Broker;
import dev.tidings.samples.demo.screen.Screen;
import dev.tidings.samples.demo.stage.Interrupt;
import dev.tidings.samples.demo.stage.JsonReport;
import dev.tidings.samples.demo.stage.RunDirectory;
import dev.tidings.samples.demo.stage.RunOptions;
import dev.tidings.samples.migration.story.Outcome;
import dev.tidings.samples.migration.story.Plan;
import dev.tidings.samples.migration.story.Story;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ./demo migration}. */
@Command(
        name = "migration",
        sortOptions = false,
        usageHelpWidth = 80,
        description = {
            "",
            "A billing service is replaced by a rewrite of it while orders come in and processes are killed. The rewrite is"
                    + " a shadow first, whose bug a comparison finds; then it takes over, a share at a time, with a"
                    + " rollback. At the end the run checks itself: every event has taken effect once.",
            ""
        },
        footer = {
            "",
            "The JSON: published (events that the broker has confirmed), delivered (of these, such that took effect),"
                    + " duplicates_suppressed (deliveries recognised and not handled again), lost, duplicate_effects (effects"
                    + " beyond one for each event), stale (invoices and copies that are wrong), callbacks (requests to the"
                    + " shop), seconds, bug_found (whether the comparison named the bug, and nothing else).",
            "",
            "Exit codes: 0 all is right; 1 something is not, or the run could not be made; 2 the command line is wrong."
        })
public final class MigrationCommand implements Callable<Integer> {
    private static final int FEWEST_EVENTS = 500;
    private static final int MOST_EVENTS = 1_000_000;

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many events the shop tells, 500 to 1,000,000. Default 2,000.")
    private int events;

    @Option(
            names = "--database",
            paramLabel = "JDBC_URL",
            description = "A PostgreSQL, MariaDB or H2 that several processes can use, with user and password:"
                    + " jdbc:postgresql://localhost/test?user=postgres. The tables that the run makes, it drops."
                    + " Default: an H2 in a file of the run.")
    private @Nullable String database;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        refuseWhatCannotBe();
        Plan plan = new Plan(run.broker(), events, Optional.ofNullable(database), run.seed());
        Screen screen = Screen.ofThisProcess();
        RunDirectory directory = RunDirectory.create();
        Story story = new Story(plan, directory.path(), screen);
        screen.title("Tidings: a billing service is replaced while it works, %,d events".formatted(events));
        screen.say("%s, %s, seed %d".formatted(run.brokerInWords(), databaseInWords(), plan.seed()));
        screen.say("Logs: " + directory.path());
        return Interrupt.during(() -> play(story, plan, screen, directory), story::stop);
    }

    private int play(Story story, Plan plan, Screen screen, RunDirectory directory) throws IOException {
        try {
            Outcome outcome = story.run();
            report(plan, report -> report.write(outcome.figures(), outcome.allRight()));
            screen.say(outcome.claims());
            screen.say("  %s after %.1f s: %,d duplicates recognised, the shop asked %,d times."
                    .formatted(
                            screen.ink().bold(outcome.allRight() ? "All right" : "Not right"),
                            outcome.took().toMillis() / 1000.0,
                            outcome.duplicatesSuppressed(),
                            outcome.callbacks()));
            if (!outcome.allRight()) {
                screen.say("  To see it again: " + again(plan));
                return 1;
            }
            directory.tidy();
            return 0;
        } catch (Exception e) {
            LoggerFactory.getLogger(MigrationCommand.class).error("the run was not made", e);
            report(plan, report -> report.write(String.valueOf(e.getMessage())));
            System.err.println("The run was not made: " + e.getMessage());
            System.err.println("To try it again: " + again(plan));
            return 1;
        }
    }

    /** Writes the file, if one is wanted. */
    @FunctionalInterface
    private interface Writing {
        void to(JsonReport report) throws IOException;
    }

    private void report(Plan plan, Writing writing) throws IOException {
        if (run.json().isPresent()) {
            writing.to(new JsonReport(run.json().get(), Outcome.FIGURES)
                    .asked("events", plan.events())
                    .asked("seed", plan.seed())
                    .asked("broker", Broker.at(plan.broker()).toString())
                    .asked("database", databaseInWords()));
        }
    }

    /** Without user and password, which may be among its parameters. */
    private String databaseInWords() {
        return database == null
                ? "an H2 in a file"
                : database.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }

    private String again(Plan plan) {
        return "./demo migration --events " + plan.events() + " --seed " + plan.seed()
                + RunOptions.again(plan.broker())
                + (database == null ? "" : " --database " + databaseInWords());
    }

    private void refuseWhatCannotBe() {
        RunOptions.checkEvents(spec, events, FEWEST_EVENTS, MOST_EVENTS);
        run.check(spec);
        if (database != null && !database.matches("jdbc:(postgresql|mariadb|h2):.*")) {
            throw RunOptions.wrong(
                    spec,
                    "--database is no JDBC URL of PostgreSQL, MariaDB or H2, such as"
                            + " jdbc:postgresql://localhost/test?user=postgres");
        }
    }
}
