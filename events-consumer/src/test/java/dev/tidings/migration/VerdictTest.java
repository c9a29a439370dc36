package dev.tidings.migration;

import static dev.tidings.migration.Outcomes.AT;
import static dev.tidings.migration.Outcomes.fresh;
import static dev.tidings.migration.Outcomes.old;
import static dev.tidings.migration.Outcomes.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.migration.Outcome.Answer;
import dev.tidings.migration.Verdict.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Judge JUDGE = new Judge(Rules.NONE, Sampling.all(), Moves.NONE, MINUTE, AT.plus(MINUTE));
    private static final String[] INPUTS = {InputHash.of("a"), InputHash.of("b")};

    private static Verdict verdict(Outcome... sides) {
        return JUDGE.of(side(Side.OLD, sides), side(Side.NEW, sides));
    }

    private static Optional<Outcome> side(Side side, Outcome... sides) {
        return Arrays.stream(sides).filter(each -> each.side() == side).findFirst();
    }

    /** {@code 1 FOUND a}: the effect, or {@code fails}; then what was read, if anything. */
    private static Outcome outcomeOf(Side side, String text) {
        String[] words = text.split(" ", -1);
        Result result = words[0].equals("fails") ? Result.failed("timeout") : Result.effect(Map.of("n", words[0]));
        Outcome outcome = outcome(side, "e", result);
        return words.length == 1
                ? outcome
                : outcome.reading(Answer.valueOf(words[1]), INPUTS[words[2].equals("a") ? 0 : 1]);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, SAME",
        "1, 2, DIFFERENT",
        "1 FOUND a, 1 FOUND a, SAME",
        "1 FOUND a, 2 FOUND a, DIFFERENT",
        "1 FOUND a, 2 FOUND b, MOVED",
        "1 FOUND a, 1 FOUND b, MOVED",
        "1 FOUND a, 2 GONE a, MOVED",
        "1, 2 FOUND a, DIFFERENT",
        "1 NONE a, 2 FOUND b, MOVED",
        "fails, 1, DIFFERENT",
        "1 FOUND a, fails FOUND b, DIFFERENT",
        "fails FOUND a, fails FOUND b, BOTH_FAILED",
    })
    void both_sides_are_there(String old, String fresh, Kind kind) {
        assertThat(verdict(outcomeOf(Side.OLD, old), outcomeOf(Side.NEW, fresh)).kind())
                .isEqualTo(kind);
    }

    @Test
    void a_missing_side_is_waited_for() {
        assertThat(verdict(old("e", Map.of())).kind()).isEqualTo(Kind.ONLY_OLD);
        assertThat(verdict(fresh("e", Map.of())).kind()).isEqualTo(Kind.ONLY_NEW);
        Outcome young = Outcomes.at(old("e", Map.of()), AT.plusMillis(1));
        assertThat(verdict(young).kind()).isEqualTo(Kind.PENDING);
    }

    @Test
    void what_the_old_side_does_with_an_entity_that_is_not_sampled_does_not_count() {
        Judge judge = new Judge(Rules.NONE, new Sampling(1), Moves.NONE, MINUTE, AT.plus(MINUTE));
        Optional<Outcome> old = Optional.of(old("e", Map.of()));
        Optional<Outcome> fresh = Optional.of(fresh("e", Map.of()));

        assertThat(judge.of(old, Optional.empty()).kind()).isEqualTo(Kind.NOT_SAMPLED);
        assertThat(judge.of(Optional.empty(), fresh).kind()).isEqualTo(Kind.ONLY_NEW);
        assertThat(judge.of(old, fresh).kind()).isEqualTo(Kind.SAME);
    }

    @Test
    void what_was_dropped_on_its_way_to_a_side_says_nothing_of_it() {
        Outcome dropped = outcome(Side.NEW, "e", Result.dropped());

        assertThat(verdict(old("e", Map.of()), dropped).kind()).isEqualTo(Kind.DROPPED);
        assertThat(verdict(outcome(Side.OLD, "e", Result.dropped()), fresh("e", Map.of()))
                        .kind())
                .isEqualTo(Kind.DROPPED);
        assertThat(verdict(dropped).kind()).isEqualTo(Kind.DROPPED);
    }

    @Test
    void a_failure_of_one_side_is_the_difference() {
        Verdict verdict =
                verdict(outcome(Side.OLD, "e", Result.nothing()), outcome(Side.NEW, "e", Result.failed("why")));

        assertThat(verdict.differences()).containsExactly(new Difference("(failed)", "", "why"));
    }

    private static List<Difference> diff(String old, String fresh, Rules rules) {
        return Diff.of(new Result.Effect(old), new Result.Effect(fresh), rules);
    }

    @Test
    void a_difference_tells_where_and_what() {
        assertThat(diff(
                        "{\"a\":{\"b.c\":1,\"d\":[1,2]},\"e\":null,\"f\":\"x\"}",
                        "{\"a\":{\"b.c\":2,\"d\":[1,3,4]},\"f\":\"x\"}",
                        Rules.NONE))
                .containsExactly(
                        new Difference("a['b.c']", "1", "2"),
                        new Difference("a.d[1]", "2", "3"),
                        new Difference("a.d[2]", "", "4"),
                        new Difference("e", "null", ""));
        assertThat(new Difference("a[0].b[12]", "", "").rulePath()).isEqualTo("a[].b[]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"n":1}                       | {"n":1.0}                     | 0
            {"x":{"y":1}}                 | {"x":{"y":2}}                 | 0
            {"x":{"y":1}}                 | {}                            | 0
            {"xx":1}                      | {"xx":2}                      | 1
            {"price":10}                  | {"price":10.01}               | 0
            {"price":10}                  | {"price":10.02}               | 1
            {"price":10}                  | {"price":"10"}                | 1
            {"at":"2026-01-01T00:00:00Z"} | {"at":"2026-01-01T01:00:05+01:00"} | 0
            {"at":"2026-01-01T00:00:00Z"} | {"at":"2026-01-01T00:00:06Z"} | 1
            {"at":"soon"}                 | {"at":"2026-01-01T00:00:06Z"} | 1
            {"set":[1,2,2]}               | {"set":[2,1,2]}               | 0
            {"set":[1,2,2]}               | {"set":[2,1,1]}               | 2
            {"set":[{"id":1,"v":3}]}      | {"set":[{"id":1,"v":4}]}      | 0
            {"set":[1.0]}                 | {"set":[1]}                   | 0
            {"list":[1,2]}                | {"list":[2,1]}                | 2
            """)
    void rules_say_what_is_the_same(String old, String fresh, int differences) {
        Rules rules = Rules.NONE
                .ignoring("x")
                .ignoring("set[].v")
                .ignoringOrder("set")
                .within("price", new BigDecimal("0.01"))
                .within("at", Duration.ofSeconds(5));

        assertThat(diff(old, fresh, rules)).hasSize(differences);
    }

    @Test
    void rules_and_settings_that_mean_nothing_are_refused() {
        Comparison comparison = Comparison.of("billing/v2", new InMemoryOutcomeStore());

        assertThatThrownBy(() -> comparison.ignoring("a[0]")).hasMessageContaining("lines[].price");
        assertThatThrownBy(() -> comparison.tolerance("a", -1)).hasMessageContaining("a tolerance of -1.0");
        assertThatThrownBy(() -> comparison.tolerance("a", Duration.ofSeconds(-1)))
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> comparison.examples(21)).hasMessageContaining("give 0 to 20");
        assertThatThrownBy(() -> comparison.dropped(-1)).hasMessageContaining("give 0 or more");
        assertThatThrownBy(() -> comparison.patience(Duration.ofSeconds(-1))).hasMessageContaining("give 0 or more");
    }

    @ParameterizedTest
    @CsvSource({
        "-30, 0, ONLY_NEW",
        "-9, 0, HANDED_OVER",
        "30, 0, HANDED_OVER",
        "30, 9999, ONLY_NEW",
        "609, 0, HANDED_OVER",
        "611, 0, ONLY_NEW",
    })
    void what_was_handed_over_does_not_count_from_shortly_before_until_shortly_after(
            int seconds, int slot, Kind expected) {
        String entity = IntStream.range(0, 1_000_000)
                .mapToObj(i -> "user_id=" + i)
                .filter(each -> Sampling.slot(each) == slot)
                .findFirst()
                .orElseThrow();
        Moves moves = new Moves(List.of(new Moves.Move(AT.plusSeconds(600), 0), new Moves.Move(AT, 10)));
        Judge judge = new Judge(Rules.NONE, Sampling.all(), moves, MINUTE, AT.plusSeconds(10_000));
        Outcome fresh = Outcomes.at(
                Outcomes.about(fresh("e", Map.of("n", 1)), "user.updated", entity), AT.plusSeconds(seconds));

        assertThat(judge.of(Optional.empty(), Optional.of(fresh)).kind()).isEqualTo(expected);
    }

    @Test
    void what_a_side_decided_before_a_time_does_not_count() {
        InMemoryOutcomeStore store = new InMemoryOutcomeStore();
        Instant corrected = AT.plus(MINUTE);
        store.record(List.of(
                old("before", Map.of("n", 1)),
                fresh("before", Map.of("n", 2)),
                old("between", Map.of("n", 1)),
                Outcomes.at(fresh("between", Map.of("n", 2)), corrected),
                Outcomes.at(old("after", Map.of("n", 1)), corrected),
                Outcomes.at(fresh("after", Map.of("n", 1)), corrected)));
        List<String> seen = new ArrayList<>();

        Comparison.of(Outcomes.COMPARISON, store).since(corrected).forEach(verdict -> seen.add(verdict.eventId()));

        assertThat(seen).containsExactly("after");
    }
}
