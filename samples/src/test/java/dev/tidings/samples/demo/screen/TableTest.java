package dev.tidings.samples.demo.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.samples.demo.Demo;
import dev.tidings.samples.demo.Plan;
import dev.tidings.samples.demo.chaos.Conditions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Demo demo = new Demo(
            new Plan("embedded:", 100_000, true, 1, Duration.ofSeconds(1)), Conditions.calm(), Path.of("unused"));

    @Test
    void no_line_is_wider_than_78_columns() {
        assertThat(new Table(demo.progress(), new Ink(false, true)).lines())
                .hasSizeGreaterThan(8)
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(78));
    }

    @Test
    void without_colours_there_is_no_escape_sequence() {
        assertThat(new Table(demo.progress(), new Ink(false, false)).lines())
                .noneMatch(line -> line.contains("\033"))
                .allMatch(line -> line.chars().allMatch(sign -> sign < 128));
    }
}
