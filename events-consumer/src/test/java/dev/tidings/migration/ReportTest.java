package dev.tidings.migration;

import static dev.tidings.migration.Outcomes.AT;
import static dev.tidings.migration.Outcomes.COMPARISON;
import static dev.tidings.migration.Outcomes.about;
import static dev.tidings.migration.Outcomes.fresh;
import static dev.tidings.migration.Outcomes.old;
import static dev.tidings.migration.Outcomes.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.migration.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Instant NOW = AT.plus(Duration.ofHours(1));
    private static final String HOSTILE = "</td><script>alert('x')</script>&\"\u001b[31m\u202e\u0007\nline";

    private final InMemoryOutcomeStore store = new InMemoryOutcomeStore();
    private final Comparison comparison = Comparison.of(COMPARISON, store);

    private Report report() {
        return comparison.report(NOW);
    }

    @Test
    void all_the_same_and_all_reached_is_exit_code_0() {
        store.record(List.of(old("1", Map.of("n", 1)), fresh("1", Map.of("n", 1))));

        assertThat(report().exitCode()).isZero();
        assertThat(report().verdict())
                .isEqualTo(
                        "SAME: all 1 compared events are the same, and every stratum was reached; the rate is below 100.0 % with 95 % confidence (3/n).");
    }

    @Test
    void a_difference_is_exit_code_1() {
        store.record(List.of(old("1", Map.of("n", 1)), fresh("1", Map.of("n", 2))));
        store.record(List.of(about(old("2", Map.of()), "user.deleted", "user_id=1")));

        assertThat(report().exitCode()).isEqualTo(1);
        assertThat(report().verdict())
                .startsWith("DIFFERENT: 2 of 2 compared events do not match (100.0 %")
                .endsWith("Strata that the old side saw and the comparison did not reach: 1 of 2.");
        assertThat(report().fields()).containsExactly(Map.entry("n", 1L));
    }

    @Test
    void a_stratum_that_was_not_reached_is_exit_code_2() {
        assertThat(report().exitCode()).isEqualTo(2);
        assertThat(report().verdict()).isEqualTo("NOT ENOUGH SEEN: no event could be compared.");

        store.record(List.of(old("1", Map.of()), fresh("1", Map.of())));
        store.record(List.of(Outcomes.at(about(old("2", Map.of()), "user.deleted", "user_id=1"), NOW)));

        assertThat(report().counts().of(Kind.PENDING)).isEqualTo(1);
        assertThat(report().exitCode()).isEqualTo(2);
        assertThat(report().strata().get(0).isUnseen()).isTrue();
        assertThat(report().text()).contains("none");
    }

    @Test
    void what_is_recorded_as_dropped_is_counted_and_explains_nothing_else() {
        Outcome lost = outcome(Side.NEW, "2", Result.dropped());
        store.record(List.of(old("1", Map.of()), fresh("1", Map.of()), old("2", Map.of()), lost));

        assertThat(report().dropped()).isEqualTo(1);
        assertThat(comparison.dropped(2).report(NOW).dropped()).isEqualTo(3);
        assertThat(report().counts().of(Kind.DROPPED)).isEqualTo(1);
        assertThat(report().exitCode()).isZero();

        store.record(List.of(old("3", Map.of())));

        assertThat(report().exitCode()).isEqualTo(1);
        assertThat(comparison.dropped(1).report(NOW).exitCode()).isEqualTo(2);
    }

    @Test
    void what_was_dropped_is_not_held_against_the_new_side() {
        store.record(List.of(old("1", Map.of()), fresh("1", Map.of()), old("2", Map.of())));

        assertThat(report().exitCode()).isEqualTo(1);
        Report dropped = comparison.dropped(1).report(NOW);
        assertThat(dropped.exitCode()).isEqualTo(2);
        assertThat(dropped.verdict()).contains("1 of 2 compared events have only an old side, and 1 were dropped");
    }

    @Test
    void the_noise_is_told_beside_the_mismatches() {
        store.record(List.of(old("1", Map.of("n", 1)), fresh("1", Map.of("n", 1))));
        for (Side side : Side.values()) {
            Outcome one = outcome(side, "1", Result.effect(Map.of("n", side)));
            store.record(List.of(new Outcome(
                    "billing/noise",
                    "1",
                    side,
                    one.routingKey(),
                    one.entity(),
                    one.changed(),
                    one.answer(),
                    one.inputHash(),
                    one.result(),
                    one.took(),
                    one.at())));
        }

        Report report = comparison.noise("billing/noise").report(NOW);

        assertThat(report.mismatches()).isEqualTo(new Rate(0, 1));
        assertThat(report.noise()).contains(new Rate(1, 1));
        assertThat(report.text()).contains("noise         1 of 1 (100.0 %");
    }

    @Test
    void any_order_and_any_repetition_of_recordings_gives_the_same_report() {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("ReportTest: -Dtidings.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int event = 0; event < 60; event++) {
                for (Side side : Side.values()) {
                    random(random, side, "event-" + event, outcomes);
                }
            }
            store.record(outcomes);
            Report expected = report();
            for (int i = 0; i < 5; i++) {
                InMemoryOutcomeStore other = new InMemoryOutcomeStore();
                List<Outcome> shuffled = new ArrayList<>(outcomes);
                shuffled.addAll(outcomes.subList(0, random.nextInt(outcomes.size())));
                Collections.shuffle(shuffled, random);
                shuffled.forEach(outcome -> other.record(List.of(outcome)));

                assertThat(Comparison.of(COMPARISON, other).report(NOW)).isEqualTo(expected);
            }
            store.forgetBefore(NOW);
        }
    }

    /** Perhaps nothing, perhaps a failure, perhaps an effect after a failure. */
    private static void random(Random random, Side side, String eventId, List<Outcome> outcomes) {
        String key = "user." + random.nextInt(3);
        if (random.nextInt(5) == 0) {
            outcomes.add(about(outcome(side, eventId, Result.failed("timeout")), "user.1", "user_id=1"));
        }
        if (random.nextInt(5) > 0) {
            outcomes.add(about(
                    outcome(side, eventId, Result.effect(Map.of("n", random.nextInt(2)))), key, "user_id=" + eventId));
        }
    }

    @Test
    void hostile_values_stay_text() throws Exception {
        Outcome hostile = new Outcome(
                COMPARISON,
                HOSTILE,
                Side.OLD,
                HOSTILE,
                HOSTILE,
                new TreeSet<>(List.of(HOSTILE.substring(0, 20))),
                Outcome.Answer.GONE,
                Optional.empty(),
                Result.effect(Map.of(HOSTILE, HOSTILE, "%s%n", "%d")),
                Duration.ZERO,
                AT);
        store.record(List.of(hostile, outcome(Side.NEW, HOSTILE, Result.failed(HOSTILE))));
        store.record(List.of(
                about(old("2", Map.of("n", HOSTILE)), "k".repeat(255), "x".repeat(1_100)),
                about(fresh("2", Map.of("n", "y".repeat(60_000))), "k".repeat(255), "x".repeat(1_100))));

        Report report = report();

        String html = report.html();
        assertThat(html).doesNotContain("<script", "\u001b", "\u202e", "\u0007").contains("&lt;script&gt;");
        assertThat(html).doesNotContainPattern("(?i)(src|href|url)\\s*[=(]").hasSizeLessThan(40_000);
        assertThat(report.text()).doesNotContain("\u001b", "\u202e", "\u0007");
        assertThat(report.text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        JsonNode json = new JsonMapper().readTree(report.json());
        assertThat(json.path("strata")).hasSize(2);
        assertThat(json.path("exit_code").asInt()).isEqualTo(1);
    }

    @Test
    void json_tells_null_for_what_could_not_be_had() throws Exception {
        JsonNode json = new JsonMapper().readTree(report().json());

        assertThat(json.path("mismatches").path("rate").isNull()).isTrue();
        assertThat(json.path("noise").isNull()).isTrue();
        assertThat(json.path("latency").path("old").path("p99_ms").isNull()).isTrue();
        assertThat(json.path("counts").path("only_old").asInt(-1)).isZero();
    }

    @Test
    void strata_fields_and_examples_are_limited() {
        for (int i = 0; i < 1_000; i++) {
            String id = "e" + i;
            store.record(List.of(
                    about(old(id, Map.of("f" + i, 1)), "key." + i, "user_id=" + i),
                    about(fresh(id, Map.of("f" + i, 2)), "key." + i, "user_id=" + i)));
        }

        Report report = report();

        assertThat(report.strata()).hasSize(501);
        assertThat(report.strata())
                .filteredOn(stratum -> stratum.routingKey().equals(Stratum.OTHER))
                .singleElement()
                .satisfies(other -> {
                    assertThat(other.counts().of(Kind.DIFFERENT)).isEqualTo(500);
                    assertThat(other.examples()).hasSize(3);
                });
        assertThat(report.fields()).hasSize(501).containsEntry("(other)", 500L);
    }

    @Test
    void the_worst_examples_are_kept() {
        for (int i = 0; i < 10; i++) {
            Map<String, Integer> effect = new HashMap<>();
            for (int field = 0; field <= i; field++) {
                effect.put("f" + field, field);
            }
            store.record(List.of(old("e" + i, effect), fresh("e" + i, Map.of())));
        }

        assertThat(comparison.examples(2).report(NOW).strata().get(0).examples())
                .extracting(Example::eventId)
                .containsExactly("e9", "e8");
    }
}
