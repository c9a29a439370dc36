package dev.tidings.idempotency.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FirstTest {
    static List<Supplier<TestDatabase>> databases() {
        return List.of(TestDatabase::postgresql, TestDatabase::mariadb, TestDatabase::h2);
    }

    private static ClaimRequest request(String id) {
        return new ClaimRequest(new IdempotencyKey("billing", "shop", id), 7);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_claim_is_completed_and_recognised(Supplier<TestDatabase> databases) {
        try (JdbcFixture fixture = JdbcFixture.pooled(databases.get())) {
            JdbcIdempotencyStore store = fixture.open();
            Claim.Owned owned =
                    (Claim.Owned) store.claimAll(List.of(request("a"))).get(0);
            assertThat(store.claimAll(List.of(request("b"), request("a"))))
                    .hasExactlyElementsOfTypes(Claim.Owned.class, Claim.Busy.class);
            assertThat(store.renewAll(List.of(owned))).isEmpty();
            assertThat(store.completeAll(List.of(owned))).isEmpty();
            assertThat(store.renewAll(List.of(owned))).containsExactly(owned);
            assertThat(store.claimAll(List.of(request("a")))).hasExactlyElementsOfTypes(Claim.Completed.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void an_uncommitted_claim_is_busy_at_once(Supplier<TestDatabase> databases) throws Exception {
        try (JdbcFixture fixture = JdbcFixture.managed(databases.get())) {
            JdbcIdempotencyStore store = fixture.open();
            store.inTransaction(one -> {
                assertThat(store.claimAll(one, List.of(request("a")))).hasExactlyElementsOfTypes(Claim.Owned.class);
                store.inTransaction(two -> assertThat(store.claimAll(two, List.of(request("b"), request("a"))))
                        .hasExactlyElementsOfTypes(Claim.Owned.class, Claim.Busy.class));
            });
            assertThat(store.claimAll(List.of(request("a"), request("b"))))
                    .hasExactlyElementsOfTypes(Claim.Completed.class, Claim.Completed.class);
        }
    }
}
