package dev.tidings.migration;

import static dev.tidings.migration.Outcomes.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Outcome.Answer;
import dev.tidings.migration.Result.Effect;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static String json(Result result) {
        return ((Effect) result).json();
    }

    @Test
    void it_tells_what_the_event_told() {
        DomainEvent event = DomainEvent.of("profile.updated", "user_id", 42)
                .and("site", "b")
                .changed("country", "city")
                .identifiedBy("e-1");

        Outcome outcome = Outcome.of("billing/v2", Side.OLD, event, Result.nothing(), Duration.ofNanos(5_999), AT)
                .reading(Answer.FOUND, InputHash.of("{}"));

        assertThat(outcome.eventId()).isEqualTo("e-1");
        assertThat(outcome.routingKey()).isEqualTo("profile.updated");
        assertThat(outcome.entity()).isEqualTo("site=b,user_id=42");
        assertThat(outcome.changed()).containsExactly("city", "country");
        assertThat(outcome.took()).isEqualTo(Duration.ofNanos(5_000));
        assertThat(outcome.answer()).isEqualTo(Answer.FOUND);
    }

    @Test
    void what_does_not_fit_is_named_with_the_limit() {
        Outcome good = Outcomes.old("e-1", Map.of());

        assertThatThrownBy(() -> Outcomes.about(good, "k".repeat(256), "user_id=1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the routing key of an outcome has 256 characters; give 1 to 255");
        assertThatThrownBy(() -> Outcomes.about(good, "user.updated", ""))
                .hasMessageContaining("the entity of an outcome has 0 characters");
        assertThatThrownBy(() -> Outcomes.old("e\u0000", Map.of())).hasMessageContaining("event id 'e\uFFFD'");
        assertThatThrownBy(() -> Outcomes.old("e\uD800", Map.of())).hasMessageContaining("half of one");
        assertThatThrownBy(() -> good.reading(Answer.FOUND, "<b>")).hasMessageContaining("64 hexadecimal digits");
        assertThatThrownBy(() -> Outcome.checkedComparison("a b")).hasMessageContaining("use 1 to 100 of");
    }

    @Test
    void an_effect_is_sorted_and_has_no_white_space() {
        Result effect = new Effect("{ \"b\": [1, {\"z\": null, \"a\": 1.50}], \"a\": \"é\" }");

        assertThat(json(effect)).isEqualTo("{\"a\":\"é\",\"b\":[1,{\"a\":1.5,\"z\":null}]}");
        assertThat(json(Result.effect(Map.of("at", Instant.EPOCH, "took", Duration.ofSeconds(1)))))
                .isEqualTo("{\"at\":\"1970-01-01T00:00:00Z\",\"took\":\"PT1S\"}");
    }

    @Test
    void of_a_large_effect_its_hash_is_kept() {
        Result large = Result.effect(Map.of("text", "x".repeat(64 * 1024), "n", 1));
        Result same = new Effect("{\"text\":\"" + "x".repeat(64 * 1024) + "\",\"n\":1}");
        Result other = Result.effect(Map.of("text", "x".repeat(64 * 1024), "n", 2));

        assertThat(large).isEqualTo(same).isNotEqualTo(other);
        assertThat(json(large))
                .startsWith("{\"tidings.tooLarge\":{\"bytes\":65553,\"sha256\":\"")
                .hasSizeLessThan(150);
        assertThat(json(Result.effect(Map.of("t", "x".repeat(64 * 1024 - 8))))).hasSize(64 * 1024);
    }

    @Test
    void hostile_json_is_refused_in_words() {
        for (String json : List.of(
                "",
                "[]",
                "7",
                "{",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{\"a\":1e99999999999}",
                "{\"a\":" + "[".repeat(5_000))) {
            assertThatThrownBy(() -> new Effect(json))
                    .as(json.substring(0, Math.min(30, json.length())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("an effect ");
        }
        assertThat(json(new Effect("{\"a\":\"\\ud800\\u0000\"}"))).isEqualTo("{\"a\":\"\\uD800\\u0000\"}");
    }

    @Test
    void a_long_reason_is_cut_and_cleaned() {
        Result.Failed failed = (Result.Failed) Result.failed("\u001b[31m" + "x".repeat(1_000));

        assertThat(failed.reason()).startsWith("\uFFFD[31mx").endsWith("…").hasSize(500);
    }

    @Test
    void equal_inputs_have_one_hash_however_they_are_written() {
        assertThat(InputHash.of("{\"b\":1,\"a\":[true]}"))
                .isEqualTo(InputHash.of(" {\"a\" : [ true ], \"b\":1}\n"))
                .isEqualTo(CanonicalJson.sha256("{\"a\":[true],\"b\":1}"))
                .matches("[0-9a-f]{64}");
        assertThat(InputHash.of("no json")).isEqualTo(CanonicalJson.sha256("no json"));
    }

    @Test
    void a_share_of_the_entities_is_always_the_same_one() {
        assertThat(Sampling.slot("user_id=42")).isEqualTo(8_297);
        assertThat(Sampling.percent(82.98).includes("user_id=42")).isTrue();
        assertThat(Sampling.percent(82.97).includes("user_id=42")).isFalse();
        assertThat(IntStream.range(0, 10_000)
                        .filter(id -> Sampling.percent(10).includes("user_id=" + id))
                        .count())
                .isBetween(900L, 1_100L);
        assertThat(Sampling.all().includes("anything")).isTrue();
        assertThatThrownBy(() -> Sampling.percent(0)).hasMessageContaining("give 0.01 to 100");
    }

    @Test
    void huge_numbers_are_compared_without_being_written_out() {
        Result huge = new Effect("{\"n\":1e999999999}");
        Rules rules = Rules.NONE.within("n", BigDecimal.ONE);

        assertThat(Diff.of((Effect) huge, (Effect) Result.effect(Map.of("n", 1)), rules))
                .hasSize(1);
    }
}
