package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingPatternTest {
    @ParameterizedTest
    @CsvSource({
        "user.deleted, user.deleted, true",
        "user.deleted, user.created, false",
        "user.*, user.deleted, true",
        "user.*, user, false",
        "user.*, user.profile.updated, false",
        "user.#, user, true",
        "user.#, user.profile.updated, true",
        "#, '', true",
        "*, '', false",
        "#.deleted, deleted, true",
        "#.deleted.#, a.deleted.b.deleted.c, true",
        "#.a.*.#, a, false",
        "*.*, a..b, false",
        "a.*.b, a..b, true",
        "*.*, ., true",
    })
    void a_pattern_matches_as_the_broker_counts_words(String pattern, String key, boolean expected) {
        assertThat(BindingPattern.of(pattern).matches(key)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user..*", "user.", "user*", "##", "user.%", "a b"})
    void a_bad_pattern_is_refused_with_an_example(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BindingPattern.of(text))
                .withMessageContaining("Binding pattern '" + text + "'")
                .withMessageContaining("words of A-Z a-z 0-9 _ -")
                .withMessageContaining("write it like 'user.*' or '#'");
    }

    @Test
    void a_pattern_has_at_most_255_bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BindingPattern.of("*.".repeat(127) + "ab"))
                .withMessageContaining("256 characters")
                .withMessageContaining("at most 255 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.deleted       | shop.eu.user.deleted | two words, the key has four",
                "user.*.#        | user                 | at least two words, the key has one",
                "*               | ''                   | one word, the key has no",
                "user.*          | shop.deleted         | word one of the key is 'shop', not 'user'",
                "#.deleted       | user.eu.created      | word three of the key is 'created', not 'deleted'",
                "#.profile.#     | user.deleted         | the key has no word 'profile'",
                "#.a.*.b.#       | b.x.a.x              | the key has the words, but not in this order or at this distance",
            })
    void a_mismatch_is_explained_in_words(String pattern, String key, String why) {
        assertThat(BindingPattern.of(pattern).mismatch(key)).contains(why);
    }

    @Test
    void a_match_needs_no_explanation() {
        assertThat(BindingPattern.of("user.#").mismatch("user.deleted")).isEmpty();
    }

    @Test
    void patterns_are_compared_by_what_they_match() {
        assertThat(BindingPattern.of("#").covers(BindingPattern.of("user.*"))).isTrue();
        assertThat(BindingPattern.of("#.*").covers(BindingPattern.of("*.#"))).isTrue();
        assertThat(BindingPattern.of("user.*").covers(BindingPattern.of("user.#")))
                .isFalse();
        assertThat(BindingPattern.of("#").isCoveredBy(List.of())).isFalse();
        assertThat(BindingPattern.of("user.#").isCoveredBy(patterns("user", "user.*", "user.*.*.#")))
                .isTrue();
        assertThat(BindingPattern.of("user.#").isCoveredBy(patterns("user", "user.*.*.#")))
                .isFalse();
        assertThat(BindingPattern.of("user.*").intersects(BindingPattern.of("*.deleted")))
                .isTrue();
        assertThat(BindingPattern.of("user.*").intersects(BindingPattern.of("*.*.deleted")))
                .isFalse();
    }

    @Test
    void patterns_that_blow_up_a_naive_search_are_answered() {
        BindingPattern far = BindingPattern.of("#.x" + ".*".repeat(100));
        BindingPattern farther = BindingPattern.of("#.x" + ".*".repeat(101));
        BindingPattern dense = BindingPattern.of("#" + ".x.#".repeat(50));
        String longKey = "x.".repeat(126) + "y";

        assertThat(far.covers(far)).isTrue();
        assertThat(far.covers(farther)).isFalse();
        assertThat(far.covers(dense)).isFalse();
        assertThat(dense.covers(far)).isFalse();
        assertThat(BindingPattern.of("#.x.#").covers(far)).isTrue();
        assertThat(far.intersects(farther)).isTrue();
        assertThat(dense.intersects(far)).isTrue();
        assertThat(dense.matches(longKey)).isTrue();
        assertThat(BindingPattern.of("#" + ".x.#".repeat(50) + ".z").matches(longKey))
                .isFalse();
    }

    @Test
    void a_search_that_would_not_end_is_given_up_with_no() {
        // Whether a gap of x.#.x.#.… is empty is a variable, and each pattern of the union fixes three of them.
        // Together they are a random formula in disjunctive normal form, with so many clauses that it is all but
        // surely true of every key, and long to prove.
        int gaps = 40;
        Random random = new Random(1);
        List<BindingPattern> union =
                Stream.generate(() -> formula(gaps, random)).limit(320).toList();

        assertThat(BindingPattern.of("x" + ".#.x".repeat(gaps)).isCoveredBy(union))
                .isFalse();
    }

    private static BindingPattern formula(int gaps, Random random) {
        String[] parts = new String[gaps];
        Arrays.fill(parts, ".#.x");
        random.ints(0, gaps).distinct().limit(3).forEach(gap -> parts[gap] = random.nextBoolean() ? ".x" : ".*.#.x");
        return BindingPattern.of("x" + String.join("", parts));
    }

    private static List<BindingPattern> patterns(String... texts) {
        return Stream.of(texts).map(BindingPattern::of).toList();
    }
}
