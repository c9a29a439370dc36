package dev.tidings.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** What commands write and say. */
final class WrittenReport {
    private WrittenReport() {}

    static JsonNode read(Path json) throws IOException {
        assertThat(Files.readAllLines(json)).hasSize(1);
        return new ObjectMapper().readTree(json.toFile());
    }

    /** Runs it with a broker that is not there, and checks that no figure is made up. */
    static void checkWithoutBroker(Path json, List<String> figures, String... command) throws IOException {
        CommandLine commandLine = DemoCommand.commandLine();
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--broker", "amqp://somebody:secret@localhost:1", "--json", json.toString()));

        assertThat(commandLine.execute(words.toArray(String[]::new))).isEqualTo(1);

        JsonNode report = read(json);
        assertThat(figures)
                .allSatisfy(figure ->
                        assertThat(report.get(figure).isNull()).as(figure).isTrue());
        assertThat(report.get("reason").textValue()).contains("localhost:1");
        assertThat(report.toString()).doesNotContain("secret");
    }

    /** Runs a command line that is wrong, and gives what was said. */
    static String errors(String... words) {
        StringWriter errors = new StringWriter();
        CommandLine commandLine = DemoCommand.commandLine().setErr(new PrintWriter(errors));
        assertThat(commandLine.execute(words)).isEqualTo(2);
        return errors.toString();
    }
}
