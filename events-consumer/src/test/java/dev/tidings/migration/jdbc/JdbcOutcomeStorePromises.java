package dev.tidings.migration.jdbc;

import static dev.tidings.migration.Outcomes.COMPARISON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.TidingsException;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.OutcomeStore;
import dev.tidings.migration.OutcomeStorePromises;
import dev.tidings.migration.Outcomes;
import dev.tidings.migration.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The promises on a database, and what else holds there. */
abstract class JdbcOutcomeStorePromises extends OutcomeStorePromises {
    private final OutcomeDatabase database;
    private final JdbcOutcomeStore store;

    JdbcOutcomeStorePromises(OutcomeDatabase database) {
        this.database = database;
        this.store = database.store().createTables().createTables();
    }

    @Override
    protected OutcomeStore store() {
        return store;
    }

    @AfterEach
    void tidy() {
        database.close();
    }

    @Test
    void a_side_in_another_language_inserts_rows() {
        insert("new", "effect", "{\"b\": 1.0, \"a\": [ ]}", "city,country");
        insert("old", "failed", "boom", "");

        assertThat(store.after(COMPARISON, "", 10))
                .satisfiesExactly(
                        fresh -> {
                            assertThat(fresh.result()).isEqualTo(new Result.Effect("{\"a\":[],\"b\":1}"));
                            assertThat(fresh.changed()).containsExactly("city", "country");
                            assertThat(fresh.at()).hasToString("2026-01-31T12:00:00.123456Z");
                        },
                        old -> {
                            assertThat(old.result()).isEqualTo(Result.failed("boom"));
                            assertThat(old.changed()).isEmpty();
                        });
    }

    @Test
    void a_row_that_cannot_be_read_is_a_failure_of_its_side() {
        insert("new", "effect", "no json", "");

        assertThat(store.after(COMPARISON, "", 10))
                .singleElement()
                .extracting(Outcome::result)
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed ->
                                assertThat(failed.reason()).startsWith("its row cannot be read: an effect could not"));
    }

    @Test
    void what_is_recorded_within_a_transaction_is_there_if_it_is_committed() throws SQLException {
        List<Outcome> outcomes = List.of(Outcomes.old("e2", Map.of("n", 2)), Outcomes.old("e1", Map.of("n", 1)));
        try (Connection transaction = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> database.store().record(transaction, outcomes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("call setAutoCommit(false)");
            transaction.setAutoCommit(false);
            database.store().record(transaction, outcomes);
            transaction.rollback();
            assertThat(store.after(COMPARISON, "", 10)).isEmpty();

            store.record(transaction, outcomes);
            store.record(transaction, List.of());
            transaction.commit();
        }

        assertThat(store.after(COMPARISON, "", 10)).containsExactlyInAnyOrderElementsOf(outcomes);
    }

    private void insert(String side, String result, String body, String changed) {
        boolean isMariaDb = store.ddl().contains("datetime(6)");
        String time =
                isMariaDb ? "'2026-01-31 12:00:00.123456'" : "timestamp with time zone '2026-01-31 12:00:00.123456Z'";
        database.run(
                "insert into TABLE (comparison, event_id, side, routing_key, entity, changed, answer, result, body,"
                        + " took_micros, decided_at) values ('billing/v2', 'e', '%s', 'user.updated', 'user_id=42', '%s', 'found', '%s', '%s', 1500, %s)"
                                .formatted(side, changed, result, body, time));
    }

    @Test
    void tables_that_are_missing_or_newer_are_told_with_the_way_out() {
        assertThatThrownBy(() -> store.table("no_such_outcomes").after(COMPARISON, "", 2))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("the table of outcomes no_such_outcomes could not be read")
                .hasMessageContaining("createTables() makes it");
        database.run("update TABLE_version set version = 2");
        assertThatThrownBy(() -> database.store().after(COMPARISON, "", 2))
                .hasMessageContaining("of version 2")
                .hasMessageContaining("use a newer version of events-consumer");
        assertThatThrownBy(() -> store.table("a;b")).hasMessageContaining("use letters, digits and _");
        assertThatThrownBy(() -> store.after(COMPARISON, "", 1)).hasMessageContaining("read 2 or more");
    }
}
