package dev.tidings.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis without memory: with the wrong policy it forgets what was handled, and with the right one it refuses. */
class EvictingRedisTest {
    private OperatedRedis redis;
    private RedisIdempotencyStore store;

    @BeforeEach
    void start() throws Exception {
        redis = OperatedRedis.start();
        store = RedisIdempotencyStore.at(redis.uri());
    }

    @AfterEach
    void end() throws Exception {
        store.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru", "volatile-ttl"})
    void one_that_throws_keys_away_is_refused_at_start(String policy) {
        redis.client().configSet("maxmemory-policy", policy);

        assertThatThrownBy(store::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(policy)
                .hasMessageContaining("set it to noeviction");
    }

    @Test
    void one_that_was_away_at_start_is_refused_by_the_first_claim() throws Exception {
        redis.kill();
        store.check();
        redis.restart();
        redis.client().configSet("maxmemory-policy", "allkeys-lru");

        assertThatThrownBy(() -> Claims.claim(store, "a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("allkeys-lru");
        assertThat(redis.client().dbSize()).isZero();
    }

    @Test
    void one_that_keeps_them_is_asked_once() {
        store.check();
        Claims.own(store, List.of("a", "b"));
        Claims.own(store.lease(Duration.ofSeconds(5)), "c");

        assertThat(redis.client().info("commandstats")).contains("cmdstat_info:calls=1,");
    }

    @Test
    void a_user_who_may_not_read_the_policy_is_told_which_right_to_ask_for() {
        redis.command("ACL", "SETUSER", "me", "on", ">s3cret", "~*", "+@all", "-info");
        try (var mine = RedisIdempotencyStore.at("redis://me:s3cret@127.0.0.1:" + redis.port())) {
            assertThatThrownBy(mine::check)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("+info")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void a_user_needs_few_rights() {
        redis.command("ACL", "SETUSER", "me", "on", ">s3cret", "~tidings:*");
        redis.command("ACL", "SETUSER", "me", "+info", "+evalsha", "+eval", "+set", "+get", "+time", "+pexpire");
        try (var mine = RedisIdempotencyStore.at("redis://me:s3cret@127.0.0.1:" + redis.port())) {
            mine.check();
            Claim.Owned released = Claims.own(mine, "released");
            Claims.claim(mine, "released");
            mine.renewAll(List.of(released));
            mine.releaseAll(List.of(released));
            Claims.handle(mine, List.of("handled"));

            assertThat(Claims.claim(mine, "released")).isInstanceOf(Claim.Owned.class);
        }
    }

    @Test
    void without_memory_claims_fail_while_those_made_before_are_completed_and_released() {
        List<Claim.Owned> claims = Claims.own(store, List.of("completed", "released"));
        redis.client().configSet("maxmemory", "1");

        assertThatThrownBy(() -> Claims.claim(store, "new"))
                .isInstanceOf(IdempotencyStoreException.class)
                .hasMessageContaining("OOM");
        assertThat(store.renewAll(claims)).isEmpty();
        assertThat(store.completeAll(claims.subList(0, 1))).isEmpty();
        assertThatCode(() -> store.releaseAll(claims.subList(1, 2))).doesNotThrowAnyException();

        redis.client().configSet("maxmemory", "0");
        assertThat(Claims.claim(store, "completed")).isInstanceOf(Claim.Completed.class);
        assertThat(Claims.claim(store, "released")).isInstanceOf(Claim.Owned.class);
        assertThat(Claims.claim(store, "new")).isInstanceOf(Claim.Owned.class);
    }
}
