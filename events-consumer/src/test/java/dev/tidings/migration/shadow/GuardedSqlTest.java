package dev.tidings.migration.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedSqlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit",
                " COMMIT AND CHAIN",
                "-- why\n/* not */ ; Commit;",
                "rollback",
                "rollback work",
                "begin",
                "start transaction",
                "end",
                "prepare transaction 'x'",
                "set autocommit = 1",
                "set session autocommit = 1",
                "xa end 'x'"
            })
    void what_ends_a_transaction_is_known_by_its_first_words(String statement) {
        assertThat(new GuardedSql(false).ending(statement)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select 'commit'",
                "insert into commits values ('; commit')",
                "rollback to savepoint a",
                "rollback work to a",
                "savepoint a",
                "prepare x as select 1",
                "set local search_path = x",
                "create temporary table x (n int)",
                "update rollback set n = 1"
            })
    void others_pass(String statement) {
        assertThat(new GuardedSql(true).ending(statement)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create table x (n int)", "drop table x", "truncate x", "alter table x add n int"})
    void definitions_are_refused_where_they_commit(String statement) {
        assertThat(new GuardedSql(true).ending(statement)).isPresent();
        assertThat(new GuardedSql(false).ending(statement)).isEmpty();
    }
}
