package dev.tidings.samples.demo.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.samples.demo.check.Ledger;
import dev.tidings.samples.demo.check.Progress;
import dev.tidings.samples.demo.check.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Progress progress = new Progress(
            Ledger.of(100_000).with("search", new Tally(key -> true)).with("audit", new Tally(key -> true)));

    @Test
    void no_line_is_wider_than_78_columns() {
        progress.watch("search", () -> 12_345_678, List::of);

        assertThat(new Table(progress, new Ink(false, true)).lines())
                .hasSizeGreaterThan(7)
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(78));
    }

    @Test
    void where_there_are_no_colours_and_signs_a_line_is_plain_text() {
        assertThat(new Table(progress, new Ink(false, false)).lines())
                .allMatch(line -> line.chars().allMatch(sign -> sign >= 32 && sign < 127));
    }
}
