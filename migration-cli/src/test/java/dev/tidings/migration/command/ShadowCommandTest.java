package dev.tidings.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Result;
import dev.tidings.migration.Side;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ShadowCommandTest {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int shadow(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--url", url, "--user", "sa", "--group", "billing"));
        all.addAll(List.of(arguments));
        return execute(all);
    }

    private int execute(List<String> arguments) {
        CommandLine command = ShadowCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }

    /** Both sides wrote a total about one event, a few minutes ago. */
    private void decide(double oldTotal, double newTotal) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        database.setUser("sa");
        DomainEvent event = DomainEvent.of("order.placed", "order_id", 42L);
        Instant before = Instant.now().minus(Duration.ofMinutes(5));
        JdbcOutcomeStore.on(database)
                .record(List.of(
                        outcome(Side.OLD, event, oldTotal, before), outcome(Side.NEW, event, newTotal, before)));
    }

    private static Outcome outcome(Side side, DomainEvent event, double total, Instant at) {
        return Outcome.of("billing/v2", side, event, Result.effect(Map.of("total", total)), Duration.ofMillis(2), at);
    }

    @Test
    void commands_are_listed_in_the_order_of_their_use() {
        assertThat(execute(List.of("--help"))).isZero();

        assertThat(out.toString())
                .containsSubsequence(
                        "start ", "status ", "report ", "no-back-fill ", "canary ", "cutover ", "rollback ", "finish ");
    }

    @Test
    void a_start_makes_the_tables_and_tells_what_follows() {
        assertThat(shadow("start", "v2")).isZero();
        assertThat(shadow("status")).isZero();

        assertThat(out.toString()).contains("billing → billing.v2", "SHADOW", "0 % of the entities", "next: canary");
    }

    @Test
    void a_report_says_by_its_exit_code_what_it_found(@TempDir Path directory) throws Exception {
        assertThat(shadow("start", "v2")).isZero();
        assertThat(shadow("report")).isEqualTo(2);
        decide(10.01, 10.00);
        Path json = directory.resolve("report.json");
        Path html = directory.resolve("report.html");

        assertThat(shadow("report", "--json", json.toString(), "--html", html.toString()))
                .isEqualTo(1);
        assertThat(shadow("report", "--tolerance", "total=0.05")).isZero();
        assertThat(shadow("report", "--ignore", "total")).isZero();
        assertThat(shadow("report", "--since", Instant.now().toString())).isEqualTo(2);

        assertThat(out.toString()).contains("DIFFERENT", "order.placed", "total", "order_id=42");
        assertThat(Files.readString(json)).contains("\"order.placed\"");
        assertThat(Files.readString(html)).startsWith("<!doctype html>").contains("order_id=42");
    }

    @Test
    void a_move_is_refused_with_all_that_speaks_against_it_and_can_be_forced() {
        assertThat(shadow("start", "v2")).isZero();
        decide(10.01, 10.00);

        assertThat(shadow("canary", "10")).isEqualTo(1);
        assertThat(err.toString()).contains("was refused", "DIFFERENT", "no working instance of the old side");
        assertThat(shadow("canary", "10", "--force", "we looked at it")).isZero();
        assertThat(shadow("cutover", "--force", "we looked at it")).isZero();
        assertThat(shadow("rollback")).isZero();

        assertThat(out.toString()).contains("FORCED: we looked at it", "CUT_OVER", "rollback");
    }

    @Test
    void nothing_to_fill_up_is_recorded() {
        assertThat(shadow("start", "v2")).isZero();

        assertThat(shadow("no-back-fill", "it shares the tables of the old one"))
                .isZero();

        assertThat(out.toString()).contains("it shares the tables of the old one");
    }

    @Test
    void what_could_not_be_done_is_told_without_the_password() {
        int exit = execute(List.of(
                "--url",
                "jdbc:postgresql://127.0.0.1:1/test?password=geheim",
                "--user",
                "somebody",
                "--group",
                "billing",
                "status"));

        assertThat(exit).isEqualTo(3);
        assertThat(err.toString()).contains("127.0.0.1:1").doesNotContain("geheim");
    }
}
