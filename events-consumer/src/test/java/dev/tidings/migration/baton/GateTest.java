package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.migration.Comparison;
import dev.tidings.migration.InMemoryOutcomeStore;
import dev.tidings.migration.MigrationDatabase;
import dev.tidings.migration.Outcomes;
import dev.tidings.migration.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateTest {
    private final BatonDatabase database = new BatonDatabase(MigrationDatabase.h2());
    private final Baton baton = database.baton().createTables();

    @BeforeEach
    void begin() {
        baton.start("v2");
    }

    @AfterEach
    void close() {
        database.close();
    }

    static Report report(String name, int oldNumber, int newNumber) {
        InMemoryOutcomeStore outcomes = new InMemoryOutcomeStore();
        outcomes.record(
                List.of(Outcomes.old("e1", Map.of("n", oldNumber)), Outcomes.fresh("e1", Map.of("n", newNumber))));
        Report report =
                Comparison.of("billing/v2", outcomes).patience(Duration.ZERO).report();
        return new Report(
                name,
                report.at(),
                report.sampling(),
                report.dropped(),
                report.counts(),
                report.noise(),
                report.strata(),
                report.fields(),
                report.oldSide(),
                report.newSide());
    }

    private static Report good() {
        return report("billing/v2", 1, 1);
    }

    @Test
    void with_both_sides_a_good_report_and_a_back_fill_nothing_speaks_against_a_share() {
        database.bothSidesRun();
        baton.backFill("profiles", () -> 1);

        assertThat(baton.status().inTheWay()).isEmpty();
        assertThat(baton.canary(10, good()).percent()).isEqualTo(10);
        assertThat(baton.cutOver(good()).phase()).isEqualTo(Phase.CUT_OVER);
        assertThat(baton.finish().phase()).isEqualTo(Phase.FINISHING);
        assertThat(baton.log().get(3).verdict())
                .hasValueSatisfying(words -> assertThat(words).startsWith("SAME"));
    }

    @Test
    void all_that_speaks_against_a_share_is_told_at_once_with_the_way_out() {
        database.beat("host/2/b", "billing.v2", false);

        assertThatThrownBy(() -> baton.canary(10, report("billing/v3", 1, 2)))
                .isInstanceOfSatisfying(
                        BatonRefusedException.class,
                        refused -> assertThat(refused.reasons())
                                .satisfiesExactly(
                                        name -> assertThat(name)
                                                .contains("the comparison billing/v3; give that of billing/v2"),
                                        verdict -> assertThat(verdict).startsWith("DIFFERENT: 1 of 1 compared events"),
                                        old -> assertThat(old)
                                                .contains("no working instance of the old side, billing, was seen")
                                                .contains("start it with Baton.run(…)"),
                                        twice -> assertThat(twice)
                                                .startsWith(
                                                        "host/2/b on billing.v2 has handlers without a transaction"),
                                        fill -> assertThat(fill)
                                                .contains("use backFill(name, work), or noBackFill(reason)")))
                .hasMessageContaining("Force.because(reason)");
        assertThat(baton.status().epoch()).isEqualTo(1);
    }

    @Test
    void what_was_overridden_is_in_the_log_with_the_reason() {
        Status status = baton.canary(10, Force.because("only the demo").despite(report("billing/v2", 1, 2)));

        assertThat(status.log().get(1)).satisfies(entry -> {
            assertThat(entry.forced()).contains("only the demo");
            assertThat(entry.refusals()).hasSize(4).anyMatch(reason -> reason.startsWith("DIFFERENT"));
            assertThat(entry.verdict()).isPresent();
        });
        assertThatThrownBy(() -> Force.because(" ")).hasMessageContaining("1 to 500 characters");
    }

    @Test
    void a_smaller_share_and_a_rollback_need_nothing() {
        baton.canary(50, Force.because("only the demo"));

        assertThat(baton.canary(10, report("other", 1, 2)).percent()).isEqualTo(10);
        assertThat(baton.rollback().percent()).isZero();
    }

    @Test
    void a_back_fill_counts_when_it_has_ended_well_since_this_migration_began() {
        database.bothSidesRun();
        assertThatThrownBy(() -> baton.backFill("orders", () -> {
            throw new IllegalStateException("no");
        }));
        assertThat(baton.status().inTheWay()).containsExactly("the back-fill orders has failed; run it again");
        baton.backFill("orders", () -> 1);
        assertThat(baton.status().inTheWay()).isEmpty();
        baton.start("v3");
        database.beat("host/3/c", "billing.v3", true);
        assertThat(baton.status().inTheWay()).singleElement().asString().contains("was not filled up");
        baton.noBackFill("it keeps nothing");
        assertThat(baton.status().inTheWay()).isEmpty();
    }

    @Test
    void to_finish_both_sides_must_run() {
        baton.cutOver(Force.because("only the demo"));

        assertThatThrownBy(baton::finish)
                .isInstanceOfSatisfying(
                        BatonRefusedException.class,
                        refused -> assertThat(refused.reasons()).hasSize(2));
    }
}
