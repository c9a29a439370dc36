package dev.tidings.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CaffeineIdempotencyStoreTest {
    private final CaffeineIdempotencyStore store = CaffeineIdempotencyStore.create();

    private static IdempotencyKey key(String eventId) {
        return new IdempotencyKey("billing", "shop", eventId);
    }

    private static ClaimRequest request(String eventId) {
        return new ClaimRequest(key(eventId), 0);
    }

    private Claim claim(String eventId) {
        return store.claimAll(List.of(request(eventId))).get(0);
    }

    private Claim.Owned own(String eventId) {
        Claim claim = claim(eventId);
        assertThat(claim).isInstanceOf(Claim.Owned.class);
        return (Claim.Owned) claim;
    }

    @Test
    void the_first_claim_owns_and_the_second_is_told_that_it_is_busy() {
        own("a");

        assertThat(claim("a")).isInstanceOf(Claim.Busy.class);
    }

    @Test
    void what_is_completed_stays_completed() {
        assertThat(store.completeAll(List.of(own("a")))).isEmpty();

        assertThat(claim("a")).isEqualTo(new Claim.Completed(key("a")));
    }

    @Test
    void by_the_clock_of_a_test_a_key_is_forgotten_after_an_hour_and_not_before() {
        AtomicLong now = new AtomicLong();
        CaffeineIdempotencyStore clocked = CaffeineIdempotencyStore.create(now::get);
        Claim.Owned first =
                (Claim.Owned) clocked.claimAll(List.of(request("a"))).get(0);
        assertThat(clocked.completeAll(List.of(first))).isEmpty();

        now.set(Duration.ofMinutes(59).toNanos());
        assertThat(clocked.claimAll(List.of(request("a")))).containsExactly(new Claim.Completed(key("a")));
        now.set(Duration.ofMinutes(61).toNanos());
        assertThat(clocked.claimAll(List.of(request("a"))).get(0)).isInstanceOf(Claim.Owned.class);
    }

    @Test
    void what_is_released_can_be_owned_again_with_a_later_fence() {
        Claim.Owned first = own("a");
        store.releaseAll(List.of(first));

        assertThat(own("a").fence()).isGreaterThan(first.fence());
    }

    @Test
    void an_owner_that_lost_its_claim_can_neither_complete_nor_release_it() {
        Claim.Owned lost = own("a");
        store.releaseAll(List.of(lost));
        own("a");

        assertThat(store.completeAll(List.of(lost))).containsExactly(lost);
        store.releaseAll(List.of(lost));

        assertThat(claim("a")).isInstanceOf(Claim.Busy.class);
    }

    @Test
    void another_group_and_another_source_are_other_keys() {
        store.completeAll(List.of(own("a")));

        assertThat(store.claimAll(List.of(
                        new ClaimRequest(new IdempotencyKey("search", "shop", "a"), 0),
                        new ClaimRequest(new IdempotencyKey("billing", "users", "a"), 0))))
                .hasOnlyElementsOfType(Claim.Owned.class);
    }

    @Test
    void answers_come_in_the_order_of_the_keys() {
        store.completeAll(List.of(own("b")));
        own("c");

        List<Claim> answers = store.claimAll(List.of(request("a"), request("b"), request("c")));

        assertThat(answers).extracting(Claim::key).containsExactly(key("a"), key("b"), key("c"));
        assertThat(answers.get(0)).isInstanceOf(Claim.Owned.class);
        assertThat(answers.get(1)).isInstanceOf(Claim.Completed.class);
        assertThat(answers.get(2)).isInstanceOf(Claim.Busy.class);
    }

    @Test
    void of_many_threads_that_claim_complete_and_claim_again_exactly_one_handles_each_key() throws Exception {
        int threads = 8;
        int keys = 5_000;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> handled = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            handled.add(executor.submit(() -> {
                together.await();
                int mine = 0;
                for (int i = 0; i < keys; i++) {
                    if (claim("k" + i) instanceof Claim.Owned owned) {
                        mine++;
                        assertThat(store.completeAll(List.of(owned))).isEmpty();
                    }
                }
                return mine;
            }));
        }
        int all = 0;
        for (Future<Integer> each : handled) {
            all += each.get();
        }
        executor.shutdown();

        assertThat(all).isEqualTo(keys);
    }
}
