package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Health;
import dev.tidings.migration.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.250Z");

    private static Instance instance(String name, String queue, Side side, Duration silent) {
        return new Instance(
                name, queue, Optional.of(side), true, 4, Health.State.UP, "consuming", false, false, silent);
    }

    private static final Status CANARY = Status.of(
            new State("billing", "v2", "billing", "billing.v2", Phase.CANARY, 4, 1_000, AT.minusSeconds(150)),
            List.of(
                    instance("node-1/4711/00aa", "billing", Side.OLD, Duration.ofMillis(300)),
                    instance("node-2/17/10bb", "billing", Side.OLD, Duration.ofMinutes(5)),
                    instance("node-3/4712/20cc", "billing.v2", Side.NEW, Duration.ofMillis(120))),
            List.of(
                    new Entry(
                            3,
                            AT.minusSeconds(900),
                            Entry.Action.START,
                            "v2",
                            0,
                            0,
                            Optional.empty(),
                            List.of(),
                            Optional.empty()),
                    new Entry(
                            3,
                            AT.minusSeconds(700),
                            Entry.Action.BACK_FILL_BEGUN,
                            "profiles",
                            0,
                            0,
                            Optional.empty(),
                            List.of(),
                            Optional.empty()),
                    new Entry(
                            4,
                            AT.minusSeconds(150),
                            Entry.Action.CANARY,
                            "",
                            0,
                            10,
                            Optional.of("deletes are rare"),
                            List.of("NOT ENOUGH SEEN"),
                            Optional.of("NOT ENOUGH SEEN: …"))),
            AT);

    @Test
    void the_text_is_a_table_of_who_is_there_and_says_what_follows() {
        assertThat(CANARY.text()).isEqualTo("""
                billing → billing.v2   CANARY   epoch 4
                [####····································] 10 % of the entities, since 2026-01-31T11:57:30Z (2 min)

                side  queue       instance          state   exactly once  epoch  seen
                old   billing     node-1/4711/00aa  up      yes           4      0.3 s ago
                old   billing     node-2/17/10bb    silent  yes           4      5 min ago
                new   billing.v2  node-3/4712/20cc  up      yes           4      0.1 s ago

                2026-01-31T11:45:00Z  start                        v2
                2026-01-31T11:48:20Z  back fill begun              profiles
                2026-01-31T11:57:30Z  canary           0 % → 10 %  FORCED: deletes are rare

                in the way
                - the back-fill profiles was begun and has not ended; wait for it, or run it again
                next: canary(percent, report) with another share, cutOver(report), or rollback()
                """);
        assertThat(CANARY.text().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void before_a_start_there_is_little_to_tell() {
        Status none = Status.of(State.none("billing"), List.of(), List.of(), AT);

        assertThat(none.text()).isEqualTo("""
                billing   NOT_STARTED   epoch 0

                no instance of either side has been seen

                next: start("v2") begins
                """);
        assertThat(none.json()).contains("\"next\" : null").contains("\"phase\" : \"not_started\"");
    }

    @Test
    void the_json_has_all_of_it() {
        assertThat(CANARY.json())
                .contains("\"group\" : \"billing\"")
                .contains("\"phase\" : \"canary\"")
                .contains("\"percent\" : 10.0")
                .contains("\"since\" : \"2026-01-31T11:57:30.250Z\"")
                .contains("\"name\" : \"node-2/17/10bb\"")
                .contains("\"silent_seconds\" : 300.0")
                .contains("\"action\" : \"back_fill_begun\"")
                .contains("\"forced\" : \"deletes are rare\"")
                .contains("\"verdict\" : null");
    }
}
