package dev.tidings.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisIdempotencyStoreTest {
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

    @Test
    void a_batch_is_one_call() {
        Claims.handle(store, List.of("so that the scripts are known"));
        redis.command("CONFIG", "RESETSTAT");

        Claims.handle(store, Claims.ids("e", 500));

        assertThat(redis.client().info("commandstats")).contains("cmdstat_evalsha:calls=2,");
        assertThat(redis.client().info("commandstats")).doesNotContain("cmdstat_eval:", "cmdstat_info:calls=2");
    }

    @Test
    void a_redis_that_forgot_the_scripts_is_sent_them_again() {
        Claim.Owned claim = Claims.own(store, "a");
        redis.client().scriptFlush();

        assertThat(store.completeAll(List.of(claim))).isEmpty();
        redis.client().scriptFlush();
        assertThat(Claims.claim(store, "a")).isEqualTo(new Claim.Completed(claim.key()));
    }

    @Test
    void a_script_that_is_sent_twice_answers_the_same() {
        assertThat(twice("claim")).containsOnly(List.of("owned"));
        assertThat(twice("renew")).containsOnly(List.of());
        assertThat(twice("complete")).containsOnly(List.of());
        assertThat(twice("claim")).containsOnly(List.of("completed"));
    }

    private List<List<?>> twice(String name) {
        Script script = Script.named(name);
        List<String> arguments = List.of("60000", "60000", "17", "-7");
        return List.of(
                script.run(redis.client(), List.of("k"), arguments),
                script.run(redis.client(), List.of("k"), arguments));
    }

    @Test
    void keys_have_a_name_that_tells_what_they_are_and_end_by_themselves() {
        var named = store.keyPrefix("idem:").lease(Duration.ofSeconds(30)).retention(Duration.ofDays(2));
        ClaimRequest request = new ClaimRequest(new IdempotencyKey("billing", "urn:{shop}", "4711:1"), 7);
        Claim.Owned claim = (Claim.Owned) named.claimAll(List.of(request)).get(0);
        String name = "idem:{billing}:urn%3A%7Bshop%7D:4711:1";

        assertThat(redis.client().keys("*")).containsExactly(name);
        assertThat(redis.client().pttl(name))
                .isBetween(30_001L, Duration.ofDays(2).plusSeconds(30).toMillis());
        assertThat(named.completeAll(List.of(claim))).isEmpty();
        assertThat(redis.client().pttl(name))
                .isBetween(30_001L, Duration.ofDays(2).toMillis());
        assertThat(Claims.claim(store, "4711:1")).as("under the other prefix").isInstanceOf(Claim.Owned.class);
    }

    @Test
    void a_prefix_with_braces_is_refused_and_so_is_no_time_at_all() {
        assertThatThrownBy(() -> store.keyPrefix("{a}")).hasMessageContaining("braces");
        assertThatThrownBy(() -> store.lease(Duration.ZERO)).hasMessageContaining("at least a millisecond");
        assertThatThrownBy(() -> store.retention(Duration.ofDays(-1))).hasMessageContaining("at least a millisecond");
    }

    @Test
    void parts_that_hold_the_separator_are_not_mixed_up() {
        List<Claim> answers = store.claimAll(List.of(
                new ClaimRequest(new IdempotencyKey("billing", "a:b", "c"), 0),
                new ClaimRequest(new IdempotencyKey("billing", "a", "b:c"), 0),
                new ClaimRequest(new IdempotencyKey("billing", "a%3Ab", "c"), 0)));

        assertThat(answers).hasOnlyElementsOfType(Claim.Owned.class);
    }

    @Test
    void a_claim_that_redis_lost_is_still_its_owners_until_somebody_else_claims_it() {
        Claim.Owned lost = Claims.own(store, "lost");
        Claim.Owned takenOver = Claims.own(store, "taken over");
        redis.client().flushAll();
        Claims.own(store, "taken over");

        assertThat(store.renewAll(List.of(lost, takenOver))).containsExactly(takenOver);
        assertThat(store.completeAll(List.of(takenOver, lost))).containsExactly(takenOver);
        assertThat(Claims.claim(store, "lost")).isInstanceOf(Claim.Completed.class);
        assertThat(Claims.claim(store, "taken over")).isInstanceOf(Claim.Busy.class);
    }

    @Test
    void a_key_of_somebody_elses_is_an_error() {
        redis.client().lpush("tidings:{billing}:shop:a", "x");

        assertThatThrownBy(() -> Claims.claim(store, "a"))
                .isInstanceOf(IdempotencyStoreException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    @Test
    void a_closed_store_says_that_it_cannot_ask() {
        Claims.own(store, "a");
        store.close();

        assertThatThrownBy(() -> Claims.claim(store, "b")).isInstanceOf(IdempotencyStoreException.class);
    }
}
