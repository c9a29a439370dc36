package dev.tidings.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.idempotency.CaffeineIdempotencyStore;
import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.IdempotencyStoreException;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaffeineInFrontOfRedisTest {
    private OperatedRedis redis;
    private RedisIdempotencyStore behind;
    private IdempotencyStore store;

    @BeforeEach
    void start() throws Exception {
        redis = OperatedRedis.start();
        behind = RedisIdempotencyStore.at(redis.uri());
        store = CaffeineIdempotencyStore.inFrontOf(behind);
    }

    @AfterEach
    void end() throws Exception {
        behind.close();
        redis.close();
    }

    @Test
    void what_was_completed_here_is_recognised_without_asking() {
        Claim.Owned claim = Claims.own(store, "a");
        assertThat(store.completeAll(List.of(claim))).isEmpty();
        redis.kill();

        assertThat(Claims.claim(store, "a")).isEqualTo(new Claim.Completed(claim.key()));
        assertThat(store.claimAll(List.of(new ClaimRequest(claim.key(), 8))))
                .containsExactly(new Claim.Conflict(claim.key()));
        assertThatThrownBy(() -> Claims.claim(store, "b")).isInstanceOf(IdempotencyStoreException.class);
    }

    @Test
    void what_another_instance_completed_is_asked_for_once() {
        Claims.handle(behind, List.of("a"));
        assertThat(Claims.claim(store, "a")).isInstanceOf(Claim.Completed.class);
        redis.kill();

        assertThat(Claims.claim(store, "a")).isInstanceOf(Claim.Completed.class);
    }

    @Test
    void neither_a_claim_nor_a_conflict_nor_a_lost_completion_is_kept() {
        Claim.Owned lost = Claims.own(store, "lost");
        Claims.handle(behind, List.of("conflict"));
        assertThat(store.claimAll(
                        List.of(new ClaimRequest(Claims.request("conflict").key(), 8))))
                .hasOnlyElementsOfType(Claim.Conflict.class);
        redis.client().flushAll();
        Claims.own(behind, "lost");
        assertThat(store.completeAll(List.of(lost))).containsExactly(lost);

        assertThat(Claims.claim(store, "lost")).isInstanceOf(Claim.Busy.class);
        assertThat(Claims.claim(store, "conflict")).isInstanceOf(Claim.Owned.class);
    }

    @Test
    void it_promises_what_the_store_behind_promises() {
        assertThat(store.lease()).isEqualTo(behind.lease());
        assertThat(store.retention()).isEqualTo(behind.retention());
        assertThat(store.promise()).startsWith(behind.promise()).contains("100,000");
        assertThat(store).isNotInstanceOf(TransactionalIdempotencyStore.class);
        redis.client().configSet("maxmemory-policy", "allkeys-lru");
        assertThatThrownBy(store::check).hasMessageContaining("allkeys-lru");
    }
}
