package dev.tidings.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What the promises of a store are tried on. */
interface StorePromises {
    StoreFixture fixture();

    /** An instance that is there for all tests. */
    IdempotencyStore store();

    default boolean has(StoreFixture.Guarantee guarantee) {
        return fixture().guarantees().contains(guarantee);
    }

    /** An id that no other test uses. */
    default String fresh() {
        return UUID.randomUUID().toString();
    }

    default IdempotencyKey key(String eventId) {
        return new IdempotencyKey("billing", "shop", eventId);
    }

    default ClaimRequest request(String eventId) {
        return new ClaimRequest(key(eventId), 7);
    }

    default ClaimRequest otherContent(String eventId) {
        return new ClaimRequest(key(eventId), 8);
    }

    default List<ClaimRequest> requests(String... eventIds) {
        return Arrays.stream(eventIds).map(this::request).toList();
    }

    default Claim claim(String eventId) {
        return store().claimAll(requests(eventId)).get(0);
    }

    default Claim.Owned own(String eventId) {
        return owned(claim(eventId));
    }

    default Claim.Owned owned(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Owned.class);
        return (Claim.Owned) claim;
    }

    default void complete(Claim.Owned... claims) {
        assertThat(store().completeAll(List.of(claims))).isEmpty();
    }
}
