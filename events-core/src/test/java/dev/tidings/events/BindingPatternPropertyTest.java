package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Patterns over two words, so that coincidences are frequent, against a regular expression and against all keys there are.
 *
 * <p>Why the keys up to a length over both words and one more are enough: a word that no pattern names is taken by wildcards only,
 * so all such words behave as one, and a key that uses it where the left pattern has a wildcard is the hardest of its shape. A run
 * of such words longer than the other pattern has parts other than # is taken in part by a #, so it may be a word longer or
 * shorter: no run needs more words than those parts plus one.
 */
class BindingPatternPropertyTest {
    private static final int LONGEST = 7;
    /** 4,000 for the long form. */
    private static final int ROUNDS = Integer.getInteger("tidings.rounds", 1_000);

    private static final List<String> KEYS = keys();

    private final Random random = Seed.announced("BindingPatternPropertyTest");

    @Test
    void a_pattern_matches_what_its_regular_expression_matches() {
        int matched = 0;
        for (int i = 0; i < 50 * ROUNDS; i++) {
            String pattern = pattern(6);
            String key = key(8);
            boolean expected = regex(pattern).matcher(dotted(key)).matches();
            assertThat(BindingPattern.of(pattern).matches(key))
                    .as("%s on '%s'", pattern, key)
                    .isEqualTo(expected);
            assertThat(BindingPattern.of(pattern).mismatch(key).isEmpty()).isEqualTo(expected);
            matched += expected ? 1 : 0;
        }
        assertThat(matched).isBetween(5 * ROUNDS, 45 * ROUNDS);
    }

    @Test
    void a_pattern_covers_another_when_it_matches_all_keys_of_it() {
        int covered = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<String> union = new ArrayList<>();
            Supplier<String> next = () -> pattern(3);
            Stream.generate(next).limit(1 + random.nextInt(4)).forEach(union::add);
            String left = pattern(3);
            if (longestNeeded(left, union) > LONGEST) {
                continue;
            }
            List<BindingPattern> others = union.stream().map(BindingPattern::of).toList();
            BindingPattern one = BindingPattern.of(left);
            boolean expected = KEYS.stream()
                    .filter(one::matches)
                    .allMatch(key -> others.stream().anyMatch(other -> other.matches(key)));
            assertThat(one.isCoveredBy(others)).as("%s in %s", left, union).isEqualTo(expected);
            if (union.size() == 1) {
                assertThat(others.get(0).covers(one)).isEqualTo(expected);
            }
            covered += expected ? 1 : 0;
        }
        assertThat(covered).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    @Test
    void patterns_intersect_when_some_key_is_matched_by_both() {
        int common = 0;
        for (int i = 0; i < ROUNDS; i++) {
            // In a shortest common key each word is taken by a part other than # of one of the two: at most six.
            BindingPattern one = BindingPattern.of(pattern(3));
            BindingPattern other = BindingPattern.of(pattern(3));
            boolean expected = KEYS.stream().anyMatch(key -> one.matches(key) && other.matches(key));
            assertThat(one.intersects(other)).as("%s and %s", one, other).isEqualTo(expected);
            assertThat(other.intersects(one)).isEqualTo(expected);
            common += expected ? 1 : 0;
        }
        assertThat(common).isBetween(ROUNDS / 10, ROUNDS * 19 / 20);
    }

    private static int longestNeeded(String left, List<String> union) {
        int run = 1
                + union.stream()
                        .mapToInt(BindingPatternPropertyTest::parts)
                        .max()
                        .orElse(0);
        int any = left.split("\\.").length - parts(left);
        return parts(left) + any * run;
    }

    /** The parts other than #. */
    private static int parts(String pattern) {
        return (int) Stream.of(pattern.split("\\."))
                .filter(word -> !word.equals("#"))
                .count();
    }

    private String pattern(int atMost) {
        return words(List.of("a", "b", "*", "#"), 1 + random.nextInt(atMost));
    }

    private String key(int atMost) {
        String key = words(List.of("a", "b", "z", ""), random.nextInt(atMost + 1));
        return key.equals("") ? "" : key;
    }

    private String words(List<String> words, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> words.get(random.nextInt(words.size())))
                .collect(Collectors.joining("."));
    }

    /** A dot before each word, so that no word and an empty word differ. */
    private static String dotted(String key) {
        return key.isEmpty() ? "" : "." + key;
    }

    private static Pattern regex(String pattern) {
        return Pattern.compile(Stream.of(pattern.split("\\."))
                .map(word -> switch (word) {
                    case "*" -> "\\.[^.]*";
                    case "#" -> "(?:\\.[^.]*)*";
                    default -> "\\." + word;
                })
                .collect(Collectors.joining()));
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(List.of(""));
        List<String> last = List.of("a", "b", "z");
        for (int length = 1; length <= LONGEST; length++) {
            keys.addAll(last);
            last = last.stream()
                    .flatMap(key -> Stream.of(key + ".a", key + ".b", key + ".z"))
                    .toList();
        }
        return keys;
    }
}
