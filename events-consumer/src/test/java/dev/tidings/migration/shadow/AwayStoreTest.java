package dev.tidings.migration.shadow;

import static dev.tidings.migration.Outcomes.COMPARISON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.consumer.Handler;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.TidingsException;
import dev.tidings.migration.Outcomes;
import dev.tidings.migration.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that is away, slow, or refuses. */
@Timeout(60)
class AwayStoreTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final FaultyStore store = new FaultyStore();

    private static DomainEvent event(long order) {
        return DomainEvent.of("order.placed", "order_id", order);
    }

    private static Handler telling(Recording recording) {
        return recording.handling((event, effects) -> effects.tell("order", event.longId("order_id")));
    }

    private int stored() {
        return store.after(COMPARISON, "", 100_000).size();
    }

    @Test
    void a_live_handler_does_not_wait_for_a_slow_store_and_nothing_is_lost() throws Exception {
        CountDownLatch answer = store.hangs();
        try (Recording live = Recording.live(COMPARISON, Side.OLD, store)) {
            for (int i = 0; i < 1_200; i++) {
                telling(live).handle(event(i));
            }
            assertThat(stored()).isZero();
            answer.countDown();
            await().atMost(DEADLINE).until(() -> stored() == 1_200);
            assertThat(live.lost()).isZero();
        }
        assertThat(store.sizes).allMatch(size -> size <= 500).hasSizeLessThan(10);
    }

    @Test
    void a_live_handler_does_not_fail_with_the_store_and_all_is_stored_when_it_is_back() throws Exception {
        store.fails(new UnavailableException("the database is away"));
        try (Recording live = Recording.live(COMPARISON, Side.OLD, store)) {
            telling(live).handle(event(1));
            store.calls.acquire(2);
            telling(live).handle(event(2));
            store.works();
            await().atMost(DEADLINE).until(() -> stored() == 2);
            assertThat(live.lost()).isZero();
        }
    }

    @Test
    void what_is_too_much_to_wait_is_lost_and_counted() throws Exception {
        CountDownLatch answer = store.hangs();
        Recording live = Recording.live(COMPARISON, Side.OLD, store);
        telling(live).handle(event(-1));
        store.calls.acquire();
        for (int i = 0; i < Recorder.MOST + 7; i++) {
            telling(live).handle(event(i));
        }
        assertThat(live.lost()).isEqualTo(7);
        answer.countDown();
        live.close();

        assertThat(stored()).isEqualTo(1 + Recorder.MOST);
        assertThat(live.lost()).isEqualTo(7);
        telling(live).handle(event(-2));
        assertThat(live.lost()).isEqualTo(8);
    }

    @Test
    void large_effects_do_not_take_all_memory() throws Exception {
        CountDownLatch answer = store.hangs();
        String large = "x".repeat(60_000);
        try (Recording live = Recording.live(COMPARISON, Side.OLD, store)) {
            telling(live).handle(event(-1));
            store.calls.acquire();
            int fit = (int) (Recorder.MOST_CHARACTERS / large.length()) + 1;
            for (int i = 0; i < fit + 3; i++) {
                live.handling((event, effects) -> effects.tell("text", large)).handle(event(i));
            }
            assertThat(live.lost()).isBetween(1L, 5L);
            answer.countDown();
        }
    }

    @Test
    void what_the_store_refuses_four_times_is_lost_and_what_comes_later_is_not() throws Exception {
        store.fails(new TidingsException("the table is missing"));
        try (Recording live = Recording.live(COMPARISON, Side.OLD, store)) {
            telling(live).handle(event(1));
            await().atMost(DEADLINE).until(() -> live.lost() == 1);
            assertThat(store.calls.drainPermits()).isEqualTo(4);
            store.works();
            telling(live).handle(event(2));
        }

        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void an_error_of_the_store_fails_each_handler_of_the_shadow_that_waits_for_it() throws Exception {
        try (Recording shadow = Recording.shadow(COMPARISON, store)) {
            store.fails(new NoClassDefFoundError("driver"));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> telling(shadow).handle(event(1))).isInstanceOf(UnavailableException.class);
            }
        }
    }

    @Test
    void closing_gives_up_on_a_store_that_stays_away() {
        store.fails(new UnavailableException("the database is away"));
        Recorder recorder = new Recorder(COMPARISON, store, Duration.ofMillis(300));
        recorder.add(() -> List.of(Outcomes.old("1", Map.of())));

        recorder.close();

        assertThat(recorder.lost()).isEqualTo(1);
    }

    @Test
    void closing_gives_up_on_a_store_that_hangs() throws Exception {
        CountDownLatch answer = store.hangs();
        Recorder recorder = new Recorder(COMPARISON, store, Duration.ofMillis(300));
        recorder.add(() -> List.of(Outcomes.old("1", Map.of())));
        store.calls.acquire();
        recorder.add(() -> List.of(Outcomes.old("2", Map.of())));

        recorder.close();

        assertThat(recorder.lost()).isEqualTo(2);
        answer.countDown();
    }

    @Test
    void a_shadow_pauses_while_the_store_is_away_whatever_it_says() throws Exception {
        try (Recording shadow = Recording.shadow(COMPARISON, store)) {
            for (RuntimeException failure :
                    List.of(new UnavailableException("away"), new TidingsException("the table is missing"))) {
                store.fails(failure);
                assertThatThrownBy(() -> telling(shadow).handle(event(1)))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("recording billing/v2: an outcome could not be stored")
                        .hasRootCause(failure);
            }
            store.works();
            telling(shadow).handle(event(1));
        }

        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void what_a_shadow_throws_comes_again_if_it_could_not_be_recorded() {
        store.fails(new UnavailableException("away"));
        try (Recording shadow = Recording.shadow(COMPARISON, store)) {
            assertThatThrownBy(() -> shadow.handling((event, effects) -> {
                                throw new IllegalStateException("v2 cannot");
                            })
                            .handle(event(1)))
                    .isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void handlers_of_a_shadow_return_when_their_outcomes_are_stored_and_share_that()
            throws InterruptedException, ExecutionException {
        CountDownLatch answer = store.hangs();
        ExecutorService handlers = Executors.newFixedThreadPool(40);
        try (Recording shadow = Recording.shadow(COMPARISON, store)) {
            Future<?> first = handlers.submit(() -> {
                telling(shadow).handle(event(0));
                return true;
            });
            store.calls.acquire();
            CountDownLatch begun = new CountDownLatch(39);
            List<Future<?>> others = new ArrayList<>();
            IntStream.rangeClosed(1, 39)
                    .forEach(i -> others.add(handlers.submit(() -> {
                        shadow.handling((event, effects) -> begun.countDown()).handle(event(i));
                        return true;
                    })));
            begun.await();
            assertThat(first).isNotDone();
            assertThat(others).noneMatch(Future::isDone);
            answer.countDown();
            first.get();
            for (Future<?> other : others) {
                other.get();
            }
        } finally {
            handlers.shutdownNow();
        }

        assertThat(stored()).isEqualTo(40);
        assertThat(store.sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
        assertThat(store.sizes).hasSizeLessThan(40);
    }
}
