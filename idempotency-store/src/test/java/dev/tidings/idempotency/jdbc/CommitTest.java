package dev.tidings.idempotency.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.CommitUnknownException;
import dev.tidings.idempotency.IdempotencyKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a transaction whose end went wrong, and of those that others were in the way of. */
class CommitTest {
    private static final List<ClaimRequest> REQUESTS =
            List.of(new ClaimRequest(new IdempotencyKey("billing", "shop", "a"), 7));

    static List<Function<TestDatabase, JdbcFixture>> kinds() {
        return List.of(JdbcFixture::pooled, JdbcFixture::managed);
    }

    static List<Supplier<TestDatabase>> databases() {
        return List.of(TestDatabase::postgresql, TestDatabase::mariadb, TestDatabase::h2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_commit_that_the_database_refuses_is_rolled_back_and_thrown_as_it_is(
            Function<TestDatabase, JdbcFixture> kind) {
        try (JdbcFixture fixture = kind.apply(TestDatabase.postgresql())) {
            JdbcIdempotencyStore store = fixture.open();
            fixture.database().run("create table TABLE_effects (id int unique deferrable initially deferred)");
            String twice = "insert into " + fixture.database().table() + "_effects values (1), (1)";

            assertThatThrownBy(() -> store.inTransaction(transaction -> {
                        store.claimAll(transaction, REQUESTS);
                        assertThat(Sql.update(transaction, twice)).isEqualTo(2);
                    }))
                    .isInstanceOf(SQLException.class)
                    .satisfies(failure ->
                            assertThat(((SQLException) failure).getSQLState()).isEqualTo("23505"));

            assertThat(store.claimAll(REQUESTS)).hasOnlyElementsOfType(Claim.Owned.class);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_commit_on_a_lost_connection_is_unknown(Function<TestDatabase, JdbcFixture> kind) {
        try (JdbcFixture fixture = kind.apply(TestDatabase.mariadb())) {
            JdbcIdempotencyStore store = fixture.open();

            assertThatThrownBy(() -> store.inTransaction(transaction -> {
                        store.claimAll(transaction, REQUESTS);
                        fixture.database().run("kill " + Sql.number(transaction, "select connection_id()"));
                    }))
                    .isInstanceOf(CommitUnknownException.class)
                    .satisfies(failure -> assertThat(store.isOutage(failure)).isTrue());

            assertThat(store.claimAll(REQUESTS)).hasOnlyElementsOfType(Claim.Owned.class);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_connection_that_postgresql_has_ended_before_the_commit_is_an_outage(
            Function<TestDatabase, JdbcFixture> kind) {
        try (JdbcFixture fixture = kind.apply(TestDatabase.postgresql())) {
            JdbcIdempotencyStore store = fixture.open();

            assertThatThrownBy(() -> store.inTransaction(transaction -> {
                        store.claimAll(transaction, REQUESTS);
                        long session = Sql.number(transaction, "select pg_backend_pid()");
                        assertThat(fixture.database()
                                        .number("select count(pg_terminate_backend(%d, 10000))".formatted(session)))
                                .isEqualTo(1);
                    }))
                    .isInstanceOf(SQLException.class)
                    .satisfies(failure -> assertThat(store.isOutage(failure)).isTrue());

            assertThat(store.claimAll(REQUESTS)).hasOnlyElementsOfType(Claim.Owned.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_deadlock_is_contention_and_the_transaction_gives_its_claims_back(Supplier<TestDatabase> databases)
            throws Exception {
        try (JdbcFixture fixture = JdbcFixture.pooled(databases.get())) {
            JdbcIdempotencyStore store = fixture.open();
            fixture.database().run("create table TABLE_effects (id int primary key, n int)");
            fixture.database().run("insert into TABLE_effects values (1, 0), (2, 0)");

            List<Throwable> failures = Deadlock.of(
                    fixture.database().table(), work -> store.inTransaction(transaction -> work.with(transaction)));

            assertThat(failures).hasSize(1).allSatisfy(failure -> {
                assertThat(store.isContention(failure)).isTrue();
                assertThat(store.isOutage(failure)).isFalse();
            });
        }
    }

    @Test
    void a_transaction_that_is_silent_for_longer_than_the_lease_is_ended_by_postgresql() throws Exception {
        try (JdbcFixture fixture = JdbcFixture.pooled(TestDatabase.postgresql());
                Connection frozen = fixture.database().dataSource().getConnection()) {
            JdbcIdempotencyStore store = fixture.open();
            frozen.setAutoCommit(false);
            assertThat(store.lease(Duration.ofMillis(300)).claimAll(frozen, REQUESTS))
                    .hasOnlyElementsOfType(Claim.Owned.class);
            assertThat(store.claimAll(REQUESTS)).hasOnlyElementsOfType(Claim.Busy.class);

            assertThat(Deadlock.until(() -> store.claimAll(REQUESTS).get(0) instanceof Claim.Owned))
                    .isTrue();
            assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class);
        }
    }
}
