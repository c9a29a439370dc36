package dev.tidings.idempotency;

import dev.tidings.testkit.process.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link RacingProcess} as its parent sees it; it ends with this one. */
final class Racer implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private Racer(Process process) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
    }

    static Racer start(StoreFixture fixture, String race, String mode, int ids, long seed) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RacingProcess.class.getName()));
        command.addAll(List.of(race, mode, String.valueOf(ids), String.valueOf(seed)));
        command.add(fixture.opener().getName());
        command.addAll(fixture.address());
        return new Racer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    void awaitReady() throws IOException {
        String line = said.readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException("the racer said " + line);
        }
    }

    void go() {
        PrintStream in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        in.println("go");
    }

    /** The ids that it owned and completed. */
    List<String> owned() throws IOException {
        List<String> owned = new ArrayList<>();
        String line = said.readLine();
        while (line != null && !line.equals("done")) {
            owned.add(line);
            line = said.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the racer ended early, after " + owned.size());
        }
        return owned;
    }

    @Override
    public void close() {
        Exit.kill(process);
    }
}
