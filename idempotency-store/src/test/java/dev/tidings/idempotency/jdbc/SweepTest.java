package dev.tidings.idempotency.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be forgotten is deleted, and nothing else, and nobody waits for that. */
class SweepTest {
    static List<Supplier<TestDatabase>> databases() {
        return List.of(TestDatabase::postgresql, TestDatabase::mariadb, TestDatabase::h2);
    }

    private static List<ClaimRequest> requests(String group, String source, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ClaimRequest(new IdempotencyKey(group, source, "e" + i), 7))
                .toList();
    }

    private static List<Claim.Owned> claim(JdbcIdempotencyStore store, List<ClaimRequest> requests) {
        return store.claimAll(requests).stream().map(Claim.Owned.class::cast).toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void completed_keys_past_their_time_and_owned_ones_long_past_it_are_deleted_and_no_others(
            Supplier<TestDatabase> databases) throws Exception {
        try (JdbcFixture fixture = JdbcFixture.pooled(databases.get())) {
            JdbcIdempotencyStore store = fixture.open();
            List<Claim.Owned> old = new ArrayList<>();
            for (String group : List.of("", "a", "b")) {
                for (String source : List.of("", "s", "t")) {
                    old.addAll(claim(store, requests(group, source, 7)));
                }
            }
            assertThat(store.completeAll(old)).isEmpty();
            claim(store, requests("dead", "s", 5));
            assertThat(fixture.database().run("update TABLE set until = 1")).isEqualTo(68);
            List<Claim.Owned> young = claim(store, requests("a", "young", 7));
            assertThat(store.completeAll(young)).isEmpty();
            claim(store, requests("b", "owned", 7));
            claim(store, requests("late", "s", 7));
            fixture.database().run("update TABLE set until = until - 7200000 where consumer = 'late'");

            assertThat(store.sweep(3)).isEqualTo(68);

            assertThat(fixture.database().number("select count(*) from TABLE")).isEqualTo(21);
            assertThat(store.sweep(3)).isZero();
            assertThat(claim(store, requests("a", "s", 7))).hasSize(7);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void an_instance_that_claims_sees_to_it_and_one_in_an_hour_is_enough(Supplier<TestDatabase> databases) {
        try (JdbcFixture fixture = JdbcFixture.pooled(databases.get())) {
            assertThat(fixture.open().completeAll(claim(fixture.open(), requests("a", "s", 7))))
                    .isEmpty();
            assertThat(fixture.database().run("update TABLE set until = 1")).isEqualTo(7);
            fixture.cleanedUpAt(0);

            claim(fixture.open(), requests("b", "s", 1));

            assertThat(Deadlock.until(() -> fixture.database().number("select count(*) from TABLE") == 1))
                    .isTrue();
            assertThat(fixture.database().number("select cleaned_at from TABLE_version"))
                    .isGreaterThan(1_500_000_000_000L);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void claims_go_on_while_it_sweeps_and_neither_is_in_the_way_of_the_other(Supplier<TestDatabase> databases)
            throws Exception {
        try (JdbcFixture fixture = JdbcFixture.pooled(databases.get())) {
            JdbcIdempotencyStore store = fixture.open();
            AtomicBoolean isOver = new AtomicBoolean();
            ExecutorService executor = Executors.newFixedThreadPool(4);
            List<Future<Long>> sweeping = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                sweeping.add(executor.submit(() -> {
                    long swept = 0;
                    while (!isOver.get()) {
                        swept += store.sweep(50);
                    }
                    return swept;
                }));
            }
            List<Callable<Boolean>> claiming = new ArrayList<>();
            for (String group : List.of("a", "b")) {
                claiming.add(() -> {
                    for (int round = 0; round < 20; round++) {
                        claimAndComplete(store, requests(group, "s" + round, 60));
                        fixture.database()
                                .run(
                                        "update TABLE set until = 1 where consumer = ? and source = ?",
                                        group,
                                        "s" + round);
                    }
                    return true;
                });
            }
            for (Future<Boolean> each : executor.invokeAll(claiming)) {
                assertThat(each.get()).isTrue();
            }
            isOver.set(true);
            long swept = store.sweep(50);
            for (Future<Long> each : sweeping) {
                swept += each.get();
            }
            executor.shutdown();

            assertThat(swept).isEqualTo(2 * 20 * 60);
            assertThat(fixture.database().number("select count(*) from TABLE")).isZero();
        }
    }

    /** On MariaDB a new key may be busy for a moment, since its neighbour is locked. */
    private static void claimAndComplete(JdbcIdempotencyStore store, List<ClaimRequest> requests) {
        List<ClaimRequest> left = new ArrayList<>(requests);
        assertThat(Deadlock.until(() -> {
                    List<Claim.Owned> owned = store.claimAll(left).stream()
                            .filter(Claim.Owned.class::isInstance)
                            .map(Claim.Owned.class::cast)
                            .toList();
                    assertThat(store.completeAll(owned)).isEmpty();
                    left.removeAll(owned.stream().map(Claim.Owned::request).toList());
                    return left.isEmpty();
                }))
                .isTrue();
    }
}
