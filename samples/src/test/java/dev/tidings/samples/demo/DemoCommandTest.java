package dev.tidings.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.demo.chaos.Conditions;
import dev.tidings.samples.demo.check.Findings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {
    @TempDir
    Path directory;

    @Test
    void a_run_that_is_all_right_exits_with_0_and_writes_its_figures_on_one_line() throws Exception {
        Path json = directory.resolve("demo.json");

        int exitCode = DemoCommand.commandLine().execute("--events", "50", "--seed", "4", "--json", json.toString());

        assertThat(exitCode).isZero();
        JsonNode report = WrittenReport.read(json);
        assertThat(report.get("published").intValue()).isEqualTo(50);
        assertThat(report.get("lost").intValue()).isZero();
        assertThat(Findings.FIGURES)
                .allSatisfy(figure ->
                        assertThat(report.get(figure).isNumber()).as(figure).isTrue());
        assertThat(report.has("reason")).isFalse();
    }

    @Test
    void a_run_that_lost_an_event_exits_with_1_and_says_so() throws Exception {
        Path json = directory.resolve("demo.json");
        Plan plan = new Plan("embedded:", 50, false, 4, Duration.ofSeconds(2));
        Conditions forgetful = new Conditions() {
            @Override
            public EventPublisher between(EventPublisher publisher) {
                return new ForgetfulPublisher(publisher, 10);
            }
        };

        assertThat(new Performance(plan, forgetful, Optional.of(json)).run()).isEqualTo(1);
        assertThat(WrittenReport.read(json).get("lost").intValue()).isEqualTo(1);
        assertThat(WrittenReport.read(json).get("ok").booleanValue()).isFalse();
    }

    @Test
    void a_run_without_a_broker_exits_with_1_and_its_figures_are_null_for_a_reason() throws Exception {
        WrittenReport.checkWithoutBroker(directory.resolve("demo.json"), Findings.FIGURES);
    }

    @ParameterizedTest
    @CsvSource({
        "--events=0, 1 to 100000",
        "--events=100001, 1 to 100000",
        "--events=many, many",
        "--broker=http://localhost, amqp://",
        "--broker=amqps://localhost --chaos, amqps",
        "--json=/does/not/exist/demo.json, no such directory",
        "--evnets=5, --events"
    })
    void a_wrong_command_line_exits_with_2_and_says_what_is_wrong(String arguments, String words) {
        assertThat(WrittenReport.errors(arguments.split(" "))).contains(words).contains("./demo --help");
    }
}
