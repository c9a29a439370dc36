package dev.tidings.idempotency;

import static dev.tidings.idempotency.StoreFixture.Guarantee.SHARED;
import static dev.tidings.idempotency.StoreFixture.Guarantee.TRANSACTIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What instances know of each other, threads of one process and processes. */
interface SharingPromises extends StorePromises {
    int PROCESSES = 2;
    int IDS = 3_000;

    @Test
    default void another_instance_knows_what_is_owned_and_completed_or_nothing_of_it() {
        String done = fresh();
        String taken = fresh();
        complete(own(done));
        own(taken);

        List<Claim> answers = fixture().open().claimAll(requests(done, taken));

        if (has(SHARED)) {
            assertThat(answers).hasExactlyElementsOfTypes(Claim.Completed.class, Claim.Busy.class);
        } else {
            assertThat(answers).hasOnlyElementsOfType(Claim.Owned.class);
        }
    }

    @Test
    default void of_many_threads_that_claim_and_complete_exactly_one_handles_each_key() throws Exception {
        String id = fresh();
        int threads = 6;
        int keys = 300;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<List<IdempotencyKey>>> handled = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            IdempotencyStore mine = has(SHARED) ? fixture().open() : store();
            handled.add(executor.submit(() -> {
                List<IdempotencyKey> owned = new ArrayList<>();
                for (int i = 0; i < keys; i += 10) {
                    List<ClaimRequest> batch = new ArrayList<>(IntStream.range(i, i + 10)
                            .mapToObj(n -> request(id + n))
                            .toList());
                    Collections.shuffle(batch);
                    together.await();
                    List<Claim.Owned> claims = mine.claimAll(batch).stream()
                            .filter(Claim.Owned.class::isInstance)
                            .map(Claim.Owned.class::cast)
                            .toList();
                    assertThat(mine.completeAll(claims)).isEmpty();
                    claims.forEach(claim -> owned.add(claim.key()));
                }
                return owned;
            }));
        }
        List<IdempotencyKey> all = new ArrayList<>();
        for (Future<List<IdempotencyKey>> each : handled) {
            all.addAll(each.get());
        }
        executor.shutdown();

        assertThat(all).doesNotHaveDuplicates().hasSize(keys);
    }

    @Test
    default void what_is_completed_while_it_is_renewed_is_completed() throws Exception {
        ExecutorService renewing = Executors.newSingleThreadExecutor();
        for (int round = 0; round < 50; round++) {
            List<ClaimRequest> batch =
                    Stream.generate(this::fresh).limit(20).map(this::request).toList();
            List<Claim.Owned> claims =
                    store().claimAll(batch).stream().map(this::owned).toList();
            CountDownLatch renewed = new CountDownLatch(1);
            Future<?> last = renewing.submit(() -> {
                while (store().renewAll(claims).isEmpty()) {
                    renewed.countDown();
                }
                renewed.countDown();
            });
            renewed.await();

            assertThat(store().completeAll(claims)).isEmpty();

            last.get();
            assertThat(store().claimAll(batch)).hasOnlyElementsOfType(Claim.Completed.class);
        }
        renewing.shutdown();
    }

    @Test
    default void of_two_processes_that_race_for_the_same_ids_exactly_one_owns_each_or_both_own_all() throws Exception {
        assertRace("leases");
    }

    @Test
    default void of_two_processes_that_race_in_transactions_exactly_one_owns_each() throws Exception {
        if (has(TRANSACTIONAL)) {
            assertRace("transactions");
        } else {
            assertThat(store()).isNotInstanceOf(TransactionalIdempotencyStore.class);
        }
    }

    private void assertRace(String mode) throws Exception {
        String race = fresh().substring(0, 8);
        List<Racer> racers = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                racers.add(Racer.start(fixture(), race, mode, IDS, Seed.of("racer " + i)));
            }
            for (Racer racer : racers) {
                racer.awaitReady();
            }
            for (Racer racer : racers) {
                racer.go();
            }
            List<String> owned = new ArrayList<>();
            for (Racer racer : racers) {
                List<String> his = racer.owned();
                System.out.println("a racer owned " + his.size() + " of " + IDS);
                assertThat(his).doesNotHaveDuplicates();
                owned.addAll(his);
            }
            Set<String> all = new TreeSet<>(owned);
            assertThat(all).hasSize(IDS);
            assertThat(owned).hasSize(has(SHARED) ? IDS : PROCESSES * IDS);
        } finally {
            racers.forEach(Racer::close);
        }
    }
}
