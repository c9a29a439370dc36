package dev.tidings.samples.demo;

import dev.tidings.events.TidingsException;
import dev.tidings.samples.demo.chaos.Chaos;
import dev.tidings.samples.demo.chaos.Conditions;
import dev.tidings.samples.demo.check.Findings;
import dev.tidings.samples.demo.screen.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./demo}. */
@Command(name = "./demo", mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--broker")
    String broker = "amqp://localhost:5672";

    @Option(names = "--events")
    int events = 2000;

    @Option(names = "--chaos")
    boolean chaos;

    @Option(names = "--seed")
    long seed = new Random().nextInt(1_000_000);

    public static void main(String[] args) {
        System.exit(new CommandLine(new DemoCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("tidings-demo-");
        System.setProperty("demo.log", directory.resolve("demo.log").toString());
        try (Screen screen = Screen.ofThisProcess()) {
            screen.say("Tidings demo, seed " + seed + " log " + directory);
            Conditions conditions = chaos ? new Chaos(seed) : Conditions.calm();
            Demo demo = new Demo(new Plan(broker, events, seed, Duration.ofSeconds(30)), conditions, directory);
            screen.show(demo.progress());
            Findings findings = demo.run();
            findings.claims()
                    .forEach(claim ->
                            screen.say((claim.holds() ? "ok " : "FAIL ") + claim.words() + " " + claim.problems()));
            screen.say(findings.toString());
            return findings.allRight() ? 0 : 1;
        } catch (TidingsException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
