package dev.tidings.idempotency.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What is wrong with the tables or the database is said before it matters, and in words. */
class SetUpTest {
    private static final List<ClaimRequest> REQUESTS =
            List.of(new ClaimRequest(new IdempotencyKey("billing", "shop", "a"), 7));

    static List<Supplier<TestDatabase>> databases() {
        return List.of(TestDatabase::postgresql, TestDatabase::mariadb, TestDatabase::h2);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void missing_tables_are_named_with_the_way_to_make_them(Supplier<TestDatabase> databases) {
        try (TestDatabase database = databases.get();
                JdbcIdempotencyStore store =
                        JdbcIdempotencyStore.on(database.dataSource()).table(database.table())) {
            assertThatThrownBy(store::check)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(database.table(), "createTables()", "ddl()");
            assertThatThrownBy(() -> store.claimAll(REQUESTS)).hasMessageContaining("createTables()");
            assertThatThrownBy(() -> store.inTransaction(transaction -> store.claimAll(transaction, REQUESTS)))
                    .hasMessageContaining("createTables()");

            assertThat(store.ddl().toLowerCase(Locale.ROOT))
                    .contains("create table if not exists " + database.table() + " (");
            store.createTables().check();
            assertThat(store.claimAll(REQUESTS)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tables_of_another_version_are_refused(Supplier<TestDatabase> databases) {
        try (TestDatabase database = databases.get();
                JdbcIdempotencyStore store =
                        JdbcIdempotencyStore.on(database.dataSource()).table(database.table())) {
            store.createTables();
            database.run("update TABLE_version set version = 2");

            assertThatThrownBy(store::check)
                    .hasMessageContainingAll("of version 2", "newer version of idempotency-store");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void many_may_make_the_tables_at_the_same_time(Supplier<TestDatabase> databases) throws Exception {
        try (TestDatabase database = databases.get()) {
            ExecutorService executor = Executors.newFixedThreadPool(4);
            List<Future<JdbcIdempotencyStore>> made = executor.invokeAll(IntStream.range(0, 4)
                    .mapToObj(i -> (Callable<JdbcIdempotencyStore>) () -> JdbcIdempotencyStore.on(database.dataSource())
                            .table(database.table())
                            .createTables())
                    .toList());
            executor.shutdown();

            for (Future<JdbcIdempotencyStore> each : made) {
                each.get().check();
            }
            assertThat(database.number("select count(*) from TABLE_version")).isEqualTo(1);
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_an_outage_and_not_an_error_before_the_first_claim() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://127.0.0.1:1/test");
        nowhere.setUser("postgres");
        nowhere.setPassword("swordfish");
        try (JdbcIdempotencyStore store = JdbcIdempotencyStore.on(nowhere)) {
            store.check();

            assertThatThrownBy(() -> store.claimAll(REQUESTS))
                    .isInstanceOf(IdempotencyStoreException.class)
                    .satisfies(failure -> assertThat(store.isOutage(failure)).isTrue())
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain("swordfish"));
            assertThatThrownBy(() -> store.inTransaction(transaction -> store.claimAll(transaction, REQUESTS)))
                    .isInstanceOf(IdempotencyStoreException.class)
                    .satisfies(failure -> assertThat(store.isOutage(failure)).isTrue());
        }
    }

    @Test
    void settings_that_promise_nothing_are_refused() {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.on(new PGSimpleDataSource());

        assertThatThrownBy(() -> store.lease(Duration.ZERO)).hasMessageContaining("lease of PT0S");
        assertThatThrownBy(() -> store.retention(Duration.ofSeconds(1))).hasMessageContaining("shorter than the lease");
        assertThatThrownBy(() -> store.table("x; drop table y")).hasMessageContaining("cannot be the name");
        assertThat(store.isOneAtATime()).isFalse();
        assertThat(store.oneAtATime().isOneAtATime()).isTrue();
        assertThat(store.lease(Duration.ofSeconds(5)).lease()).contains(Duration.ofSeconds(5));
        assertThat(store.retention(Duration.ofDays(30)).retention()).contains(Duration.ofDays(30));
    }

    @Test
    void a_connection_in_auto_commit_is_refused() throws Exception {
        try (JdbcFixture fixture = JdbcFixture.pooled(TestDatabase.h2());
                var connection = fixture.database().dataSource().getConnection()) {
            JdbcIdempotencyStore store = fixture.open();

            assertThatThrownBy(() -> store.claimAll(connection, REQUESTS)).hasMessageContaining("setAutoCommit(false)");
            assertThatThrownBy(() -> JdbcIdempotencyStore.on(work -> work.accept(connection))
                            .inTransaction(transaction -> {}))
                    .hasMessageContaining("auto-commit");
        }
    }

    @Test
    void a_manager_that_does_not_run_the_work_is_found_out() {
        assertThatThrownBy(() -> JdbcIdempotencyStore.on(work -> {}).inTransaction(transaction -> {}))
                .hasMessageContaining("without running the work");
    }
}
