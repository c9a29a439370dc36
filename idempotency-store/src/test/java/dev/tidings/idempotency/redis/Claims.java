package dev.tidings.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStore;
import java.util.List;
import java.util.stream.IntStream;

/** Claims of the group {@code billing}, by the ids of their events. */
final class Claims {
    private Claims() {}

    static ClaimRequest request(String id) {
        return new ClaimRequest(new IdempotencyKey("billing", "shop", id), 7);
    }

    static Claim claim(IdempotencyStore store, String id) {
        return store.claimAll(List.of(request(id))).get(0);
    }

    static Claim.Owned own(IdempotencyStore store, String id) {
        return own(store, List.of(id)).get(0);
    }

    static List<Claim.Owned> own(IdempotencyStore store, List<String> ids) {
        List<Claim> answers = store.claimAll(ids.stream().map(Claims::request).toList());
        assertThat(answers).hasOnlyElementsOfType(Claim.Owned.class);
        return answers.stream().map(Claim.Owned.class::cast).toList();
    }

    static void handle(IdempotencyStore store, List<String> ids) {
        assertThat(store.completeAll(own(store, ids))).isEmpty();
    }

    /** Ids that begin alike, numbered from 0. */
    static List<String> ids(String beginning, int count) {
        return IntStream.range(0, count).mapToObj(i -> beginning + i).toList();
    }
}
