package dev.tidings.migration;

import static dev.tidings.migration.Outcomes.AT;
import static dev.tidings.migration.Outcomes.COMPARISON;
import static dev.tidings.migration.Outcomes.at;
import static dev.tidings.migration.Outcomes.fresh;
import static dev.tidings.migration.Outcomes.old;
import static dev.tidings.migration.Outcomes.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every place for outcomes promises. Each test is on an empty one. */
public abstract class OutcomeStorePromises {
    private static final int ALL = 1_000;

    protected abstract OutcomeStore store();

    private List<Outcome> all() {
        return store().after(COMPARISON, "", ALL);
    }

    @Test
    void what_is_recorded_is_read_as_it_was() {
        List<Outcome> outcomes = List.of(
                old("e1", Map.of("name", "Zoë 𝄞 \u0000 \u0007 </b>", "n", 1.5))
                        .reading(Outcome.Answer.GONE, InputHash.of("x")),
                outcome(Side.NEW, "e1", Result.failed("it's \"so\"\\")),
                old("e2", Map.of("big", "ü".repeat(30_000))),
                Outcomes.about(fresh("e2 \u0007'", Map.of()), "k".repeat(255), "ä".repeat(1_100)));

        store().record(outcomes);

        assertThat(all()).containsExactlyInAnyOrderElementsOf(outcomes);
    }

    @Test
    void a_success_replaces_a_failure_and_else_the_first_stays() {
        store().record(List.of(outcome(Side.OLD, "e", Result.failed("first"))));
        store().record(List.of(outcome(Side.OLD, "e", Result.failed("second"))));
        assertThat(all()).containsExactly(outcome(Side.OLD, "e", Result.failed("first")));

        store().record(List.of(at(old("e", Map.of("n", 1)), AT.plusSeconds(1)), old("e", Map.of("n", 2))));
        store().record(List.of(outcome(Side.OLD, "e", Result.failed("third"))));
        assertThat(all()).containsExactly(at(old("e", Map.of("n", 1)), AT.plusSeconds(1)));
    }

    @Test
    void pages_hold_whole_events_and_end() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(old("e" + i, Map.of()));
            if (i % 3 > 0) {
                outcomes.add(fresh("e" + i, Map.of()));
            }
        }
        Collections.shuffle(outcomes, new Random(1));
        store().record(outcomes);
        store().record(List.of());
        for (int most = 2; most <= 7; most++) {
            List<Outcome> read = new ArrayList<>();
            List<Outcome> page = store().after(COMPARISON, "", most);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(most);
                read.addAll(page);
                page = store().after(COMPARISON, page.get(page.size() - 1).eventId(), most);
            }
            assertThat(read).containsExactlyInAnyOrderElementsOf(outcomes);
        }
        assertThat(store().after("other", "", 10)).isEmpty();
    }

    @Test
    void event_ids_that_look_alike_are_different() {
        List<Outcome> outcomes = List.of(
                old("e", Map.of()), old("E", Map.of()), old("e ", Map.of()), old("é", Map.of()), old("e'", Map.of()));

        store().record(outcomes);

        assertThat(all()).containsExactlyInAnyOrderElementsOf(outcomes);
    }

    @Test
    void an_event_is_forgotten_whole_and_once_no_side_is_young() {
        store().record(List.of(old("a", Map.of()), fresh("a", Map.of())));
        store().record(List.of(old("b", Map.of()), at(fresh("b", Map.of()), AT.plus(Duration.ofMinutes(1)))));

        assertThat(store().forgetBefore(AT)).isZero();
        assertThat(store().forgetBefore(AT.plusMillis(1))).isEqualTo(2);
        assertThat(all()).extracting(Outcome::eventId).containsExactly("b", "b");
        assertThat(store().forgetBefore(AT.plus(Duration.ofHours(1)))).isEqualTo(2);
        assertThat(all()).isEmpty();
    }

    @Test
    void many_are_recorded_at_once_and_forgotten() {
        store().record(IntStream.range(0, 1_203)
                .mapToObj(i -> old("e" + i, Map.of("n", i)))
                .collect(Collectors.toList()));

        assertThat(Comparison.of(COMPARISON, store())
                        .report(AT.plusSeconds(999))
                        .counts()
                        .seen())
                .isEqualTo(1_203);
        assertThat(store().forgetBefore(AT.plusSeconds(1))).isEqualTo(1_203);
    }
}
