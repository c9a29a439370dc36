package dev.tidings.samples.demo;

import dev.tidings.broker.Broker;
import dev.tidings.samples.demo.chaos.Conditions;
import dev.tidings.samples.demo.check.Findings;
import dev.tidings.samples.demo.screen.Screen;
import dev.tidings.samples.demo.stage.Interrupt;
import dev.tidings.samples.demo.stage.JsonReport;
import dev.tidings.samples.demo.stage.RunDirectory;
import dev.tidings.samples.demo.stage.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** One run before an audience: on the screen, and in a file if wanted. */
record Performance(Plan plan, Conditions conditions, Optional<Path> json) {

    /** Runs, and gives the exit code. */
    int run() throws Exception {
        Screen screen = Screen.ofThisProcess();
        RunDirectory directory = RunDirectory.create();
        screen.title("Tidings: %,d changes, told as thin events, heard by three services".formatted(plan.events()));
        screen.say("%s, %s, seed %d"
                .formatted(
                        RunOptions.inWords(plan.broker()), plan.chaos() ? "with chaos" : "without chaos", plan.seed()));
        screen.say("Log: " + directory.log());
        Demo demo = new Demo(plan, conditions, directory.path());
        return Interrupt.during(() -> run(demo, screen, directory), demo::stop);
    }

    private int run(Demo demo, Screen screen, RunDirectory directory) throws IOException {
        try {
            Findings findings = screen.show(demo.progress()).during(demo::run);
            report(findings);
            screen.say(findings);
            if (!findings.allRight()) {
                screen.say("  To see it again: " + again());
                return 1;
            }
            directory.tidy();
            return 0;
        } catch (Exception e) {
            LoggerFactory.getLogger(Performance.class).error("the run was not made", e);
            report(String.valueOf(e.getMessage()));
            System.err.println("The run was not made: " + e.getMessage());
            return 1;
        }
    }

    private void report(Findings findings) throws IOException {
        if (json.isPresent()) {
            report(json.get()).write(findings.figures(), findings.allRight());
        }
    }

    private void report(String reason) throws IOException {
        if (json.isPresent()) {
            report(json.get()).write(reason);
        }
    }

    private JsonReport report(Path file) {
        return new JsonReport(file, Findings.FIGURES)
                .asked("events", plan.events())
                .asked("chaos", plan.chaos())
                .asked("seed", plan.seed())
                .asked("broker", Broker.at(plan.broker()).toString());
    }

    private String again() {
        return "./demo --events " + plan.events() + (plan.chaos() ? " --chaos" : "") + " --seed " + plan.seed()
                + RunOptions.again(plan.broker());
    }
}
