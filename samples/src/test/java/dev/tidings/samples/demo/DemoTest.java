package dev.tidings.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.demo.chaos.Chaos;
import dev.tidings.samples.demo.chaos.Conditions;
import dev.tidings.samples.demo.check.Claim;
import dev.tidings.samples.demo.check.Findings;
import dev.tidings.samples.demo.database.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, on a broker in this process. */
class DemoTest {
    private static final int EVENTS = 300;

    private final long seed = Long.getLong("tidings.seed", new Random().nextInt(1_000_000));

    @TempDir
    Path directory;

    @Test
    void a_run_without_chaos_is_all_right() throws Exception {
        Findings findings = run(Conditions.calm(), Duration.ofSeconds(30));

        assertThat(findings.claims()).as("seed %s", seed).allMatch(Claim::holds);
        assertThat(findings.published()).isEqualTo(EVENTS);
        assertThat(findings.delivered()).isEqualTo(EVENTS);
        assertThat(findings.callbacks()).isPositive();
    }

    @Test
    void a_run_with_chaos_is_all_right_and_recognises_duplicates() throws Exception {
        Findings findings = run(new Chaos(seed), Duration.ofSeconds(30));

        assertThat(findings.claims()).as("seed %s", seed).allMatch(Claim::holds);
        assertThat(findings.published()).isEqualTo(EVENTS);
        assertThat(findings.delivered()).isEqualTo(EVENTS);
        assertThat(findings.duplicatesSuppressed()).isPositive();
    }

    @Test
    void an_event_that_never_reached_the_broker_is_found_lost() throws Exception {
        Findings findings = run(
                new Conditions() {
                    @Override
                    public EventPublisher between(EventPublisher publisher) {
                        return new ForgetfulPublisher(publisher, 100);
                    }
                },
                Duration.ofSeconds(2));

        assertThat(findings.lost()).as("seed %s", seed).isEqualTo(1);
        assertThat(findings.allRight()).isFalse();
        assertThat(problems(findings, "lost")).singleElement().asString().contains("search and audit");
    }

    @Test
    void a_row_that_somebody_changed_is_found_stale() throws Exception {
        Findings findings = run(
                new Conditions() {
                    @Override
                    public void end() {
                        changeOneRowOfSearch();
                    }
                },
                Duration.ofSeconds(30));

        assertThat(findings.stale()).as("seed %s", seed).isEqualTo(1);
        assertThat(findings.allRight()).isFalse();
        assertThat(problems(findings, "stale")).singleElement().asString().contains("Atlantis");
        assertThat(findings.lost()).isZero();
    }

    private void changeOneRowOfSearch() {
        try (Database search = Database.in(directory, "search")) {
            search.define("update profiles set city = 'Atlantis' where user_id ="
                    + " (select min(user_id) from profiles where state = 'present')");
        }
    }

    private Findings run(Conditions conditions, Duration patience) throws Exception {
        Plan plan = new Plan("embedded:", EVENTS, false, seed, patience);
        return new Demo(plan, conditions, directory).run();
    }

    private static List<String> problems(Findings findings, String claim) {
        return findings.claims().stream()
                .filter(each -> each.name().equals(claim))
                .flatMap(each -> each.problems().stream())
                .toList();
    }
}
