package dev.tidings.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.samples.migration.story.Outcome;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./demo migration}, on the embedded broker and an H2 in a file. */
class MigrationCommandTest {
    private final long seed = Long.getLong("tidings.seed", new Random().nextInt(1_000_000));

    @TempDir
    Path directory;

    @Test
    @Tag("slow")
    void a_story_that_is_all_right_exits_with_0_and_writes_its_figures_on_one_line() throws Exception {
        Path json = directory.resolve("story.json");

        int exitCode = DemoCommand.commandLine()
                .execute("migration", "--events", "500", "--seed", String.valueOf(seed), "--json", json.toString());

        assertThat(exitCode).as("seed %s", seed).isZero();
        JsonNode report = WrittenReport.read(json);
        assertThat(report.get("published").intValue()).isEqualTo(500);
        assertThat(report.get("delivered").intValue()).isEqualTo(500);
        assertThat(report.get("lost").intValue()).isZero();
        assertThat(report.get("duplicate_effects").intValue()).isZero();
        assertThat(report.get("stale").intValue()).isZero();
        assertThat(report.get("bug_found").booleanValue()).isTrue();
        assertThat(report.has("reason")).isFalse();
        assertThat(Outcome.FIGURES)
                .allSatisfy(figure ->
                        assertThat(report.hasNonNull(figure)).as(figure).isTrue());
    }

    @Test
    void a_story_without_a_broker_exits_with_1_and_its_figures_are_null_for_a_reason() throws Exception {
        WrittenReport.checkWithoutBroker(directory.resolve("story.json"), Outcome.FIGURES, "migration");
    }

    @ParameterizedTest
    @CsvSource({
        "--events=499, 500 to 1000000",
        "--events=many, many",
        "--broker=http://localhost, amqp://",
        "--database=postgresql://localhost/test, jdbc:postgresql",
        "--json=/does/not/exist/story.json, no such directory",
        "--evnets=5, --events"
    })
    void a_wrong_command_line_exits_with_2_and_says_what_is_wrong(String argument, String words) {
        assertThat(WrittenReport.errors("migration", argument)).contains(words).contains("./demo migration --help");
    }
}
