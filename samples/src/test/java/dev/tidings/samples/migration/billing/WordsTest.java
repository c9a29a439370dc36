package dev.tidings.samples.migration.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.Handled.Verdict;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void counts_are_read_as_they_are_said() {
        String line =
                Words.COUNTS + Words.count("old", Verdict.DONE, 12) + " " + Words.count("old", Verdict.FORWARDED, 3);

        assertThat(Words.counts(line))
                .containsEntry(Words.key("old", Verdict.DONE), 12L)
                .containsEntry(Words.key("old", Verdict.FORWARDED), 3L)
                .hasSize(2);
    }

    @Test
    void nothing_is_counted_before_anything_has_come() {
        assertThat(Words.counts(Words.COUNTS)).isEmpty();
    }
}
