package dev.tidings.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.IdempotencyStoreException;
import dev.tidings.testkit.process.FreePort;
import java.io.File;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a Redis loses is handled again, and that alone. */
@Tag("slow")
class LostRedisTest {
    private static final int EVENTS = 20_000;
    private static final int BATCH = 10;

    /** How far the file may be behind with {@code appendfsync everysec}, which is for a lost machine: a lost process loses less. */
    private static final Duration WINDOW = Duration.ofSeconds(2);

    /** Over before anybody else asks. */
    private static final Duration SHORT = Duration.ofMillis(1);

    private static final List<String> IDS = Claims.ids("e", EVENTS);

    /** What was handled until the store failed, and when it was completed. */
    private record Handled(List<String> ids, List<Long> at) {
        Handled() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        Set<String> since(long nanos) {
            Set<String> late = new HashSet<>();
            for (int i = 0; i < ids.size(); i++) {
                if (at.get(i) - nanos > 0) {
                    late.add(ids.get(i));
                }
            }
            return late;
        }
    }

    @Test
    void a_killed_redis_with_an_append_only_file_forgets_at_most_its_window() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (OperatedRedis redis = OperatedRedis.start("--appendonly", "yes", "--appendfsync", "everysec");
                RedisIdempotencyStore all = RedisIdempotencyStore.at(redis.uri())) {
            RedisIdempotencyStore store = all.lease(SHORT);
            CountDownLatch someway = new CountDownLatch(EVENTS / BATCH / 4);
            Future<Handled> working = worker.submit(() -> handleUntilItFails(store, someway));
            someway.await();
            redis.kill();
            long killed = System.nanoTime();
            Handled first = working.get();
            assertThat(first.ids()).as("completed before the kill").hasSizeLessThan(EVENTS);
            redis.restart();

            Set<String> again = handleAgain(store, first);

            System.out.printf(
                    "row 35, killed with an append-only file: %,d completed, %d of them handled again%n",
                    first.ids().size(), again.size());
            assertThat(first.since(killed - WINDOW.toNanos())).containsAll(again);
        } finally {
            worker.shutdownNow();
        }
    }

    private static Handled handleUntilItFails(RedisIdempotencyStore store, CountDownLatch done) {
        Handled handled = new Handled();
        for (int from = 0; from < EVENTS; from += BATCH) {
            List<String> batch = IDS.subList(from, from + BATCH);
            try {
                Claims.handle(store, batch);
            } catch (IdempotencyStoreException dead) {
                return handled;
            }
            batch.forEach(id -> handled.at().add(System.nanoTime()));
            handled.ids().addAll(batch);
            done.countDown();
        }
        return handled;
    }

    /** Delivers everything again, and then once more; nothing may be missing. Which of the completed ones had to be handled again. */
    private static Set<String> handleAgain(RedisIdempotencyStore store, Handled first) {
        Set<String> again = new HashSet<>();
        for (String id : IDS) {
            if (Claims.claim(store, id) instanceof Claim.Owned owned) {
                assertThat(store.completeAll(List.of(owned))).isEmpty();
                again.add(id);
            }
        }
        assertThat(store.claimAll(IDS.stream().map(Claims::request).toList()))
                .hasOnlyElementsOfType(Claim.Completed.class);
        again.retainAll(Set.copyOf(first.ids()));
        return again;
    }

    @Test
    void a_file_that_lost_its_end_has_what_was_in_that_end_handled_again() throws Exception {
        try (OperatedRedis redis = OperatedRedis.start("--appendonly", "yes", "--appendfsync", "always");
                RedisIdempotencyStore store = RedisIdempotencyStore.at(redis.uri())) {
            List<String> safe = Claims.ids("safe", 100);
            List<String> late = Claims.ids("late", 100);
            Claims.handle(store, safe);
            long written = redis.appendOnlyFile().length();
            for (int from = 0; from < late.size(); from += BATCH) {
                Claims.handle(store.lease(SHORT), late.subList(from, from + BATCH));
            }
            redis.kill();
            File file = redis.appendOnlyFile();
            try (var end = new RandomAccessFile(file, "rw")) {
                end.setLength(written + (file.length() - written) / 2);
            }
            redis.restart();

            assertThat(store.claimAll(safe.stream().map(Claims::request).toList()))
                    .hasOnlyElementsOfType(Claim.Completed.class);
            List<Claim> answers =
                    store.claimAll(late.stream().map(Claims::request).toList());
            assertThat(answers.subList(0, BATCH)).hasOnlyElementsOfType(Claim.Completed.class);
            assertThat(answers.subList(late.size() - BATCH, late.size())).hasOnlyElementsOfType(Claim.Owned.class);
            assertThat(answers).hasOnlyElementsOfTypes(Claim.Completed.class, Claim.Owned.class);
            System.out.printf(
                    "row 35, the file lost half of what followed 100 events: of the next %d, %d are handled again%n",
                    late.size(),
                    answers.stream().filter(Claim.Owned.class::isInstance).count());
        }
    }

    @Test
    void after_a_flush_what_was_completed_is_handled_again_and_what_was_under_way_is_not() throws Exception {
        try (OperatedRedis redis = OperatedRedis.start();
                RedisIdempotencyStore store = RedisIdempotencyStore.at(redis.uri())) {
            List<String> completed = Claims.ids("completed", 100);
            Claims.handle(store, completed);
            List<Claim.Owned> underWay = Claims.own(store, Claims.ids("under way", 100));
            List<Claim.Owned> slow = Claims.own(store, Claims.ids("slow", 100));

            redis.client().flushAll();

            assertThat(store.completeAll(underWay)).isEmpty();
            assertThat(store.renewAll(slow)).isEmpty();
            assertThat(Claims.claim(store, "under way7")).isInstanceOf(Claim.Completed.class);
            assertThat(Claims.claim(store, "slow7")).isInstanceOf(Claim.Busy.class);
            Claims.handle(store, completed);
        }
    }

    @Test
    void a_replica_that_takes_over_early_has_what_it_had_got_handled_once_and_the_rest_again() throws Exception {
        try (OperatedRedis main = OperatedRedis.start("--repl-diskless-sync-delay", "0");
                OperatedRedis replica = OperatedRedis.start("--replicaof", "127.0.0.1 " + main.port());
                RedisIdempotencyStore before = RedisIdempotencyStore.at(main.uri());
                RedisIdempotencyStore after = RedisIdempotencyStore.at(replica.uri())) {
            List<String> replicated = Claims.ids("replicated", 100);
            List<String> late = Claims.ids("late", 100);
            Claims.handle(before, replicated);
            // A wait is for what its own connection wrote, and all before that.
            main.client().set("last", "of all");
            await().until(() -> main.client().waitReplicas("any", 1, 100) == 1);
            replica.command("REPLICAOF", "NO", "ONE");
            Claims.handle(before, late);
            main.kill();

            assertThat(after.claimAll(replicated.stream().map(Claims::request).toList()))
                    .hasOnlyElementsOfType(Claim.Completed.class);
            Claims.handle(after, late);
        }
    }

    @Test
    void a_redis_that_only_reads_fails_claims() throws Exception {
        try (OperatedRedis redis = OperatedRedis.start();
                RedisIdempotencyStore store = RedisIdempotencyStore.at(redis.uri())) {
            redis.command("REPLICAOF", "127.0.0.1", String.valueOf(FreePort.find()));

            assertThatThrownBy(() -> Claims.claim(store, "a")).isInstanceOf(IdempotencyStoreException.class);
        }
    }

    @Test
    void a_restart_is_not_noticed_by_connections_that_idled_meanwhile() throws Exception {
        try (OperatedRedis redis = OperatedRedis.start("--appendonly", "yes");
                RedisIdempotencyStore store = RedisIdempotencyStore.at(redis.uri())) {
            Claim.Owned claim = Claims.own(store, "a");
            redis.kill();
            redis.restart();

            assertThat(store.completeAll(List.of(claim))).isEmpty();
            redis.kill();
            redis.restart();
            assertThat(Claims.claim(store, "a")).isInstanceOf(Claim.Completed.class);
        }
    }

    @Test
    void a_frozen_redis_fails_claims_instead_of_holding_them_up() throws Exception {
        try (OperatedRedis redis = OperatedRedis.start();
                RedisIdempotencyStore store = RedisIdempotencyStore.at(redis.uri())) {
            store.check();
            redis.server().freeze();

            assertThatThrownBy(() -> Claims.claim(store, "a")).isInstanceOf(IdempotencyStoreException.class);

            redis.server().thaw();
            Claims.own(store, "b");
        }
    }
}
