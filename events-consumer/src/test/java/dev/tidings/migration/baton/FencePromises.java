package dev.tidings.migration.baton;

import static dev.tidings.migration.baton.BatonDatabase.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.consumer.MovedException;
import dev.tidings.consumer.Share.Destination;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.migration.MigrationDatabase;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Sampling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an effect and a move promise each other, on each database. */
abstract class FencePromises {
    private static final Force FORCE = Force.because("the test wants it");
    private static final Duration SOON = Duration.ofSeconds(9);
    private static final int WORKERS = 4;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BatonDatabase database;
    private final Baton baton;
    private final Place place;
    /** Of the side that is to lose what is moved. */
    private final View old;
    /** Tells how many wait for a lock. */
    private final String waiting;

    /** Whether those who wait for a lock get it in the order in which they came. */
    private final boolean isFair;

    FencePromises(BatonDatabase database, String waiting, boolean isFair) {
        this.database = database;
        this.waiting = waiting;
        this.isFair = isFair;
        this.baton = database.baton().createTables();
        this.place = database.place();
        this.old = new View(place, GROUP);
        baton.start("v2");
        old.look();
    }

    @AfterEach
    void tidy() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        database.close();
    }

    private static DomainEvent event(int order) {
        return DomainEvent.of("order.placed", "order_id", order);
    }

    /** One that is the new side's with this share, and not with less. */
    private static DomainEvent eventOf(double percent) {
        return IntStream.range(0, 100_000)
                .mapToObj(FencePromises::event)
                .filter(event -> Sampling.slot(Outcome.entityOf(event.ids())) / 100 == (int) percent - 1)
                .findFirst()
                .orElseThrow();
    }

    private Connection begun() throws SQLException {
        Connection connection = database.pool().getConnection();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return connection;
    }

    private static void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
        connection.close();
    }

    private void awaitWaiting() {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(this::isSomebodyWaiting);
    }

    private boolean isSomebodyWaiting() {
        return !database.database().texts(waiting).get(0).equals("0");
    }

    @Test
    void a_move_waits_for_an_effect_and_a_later_effect_waits_for_the_move() throws Exception {
        Queue<String> order = new ConcurrentLinkedQueue<>();
        DomainEvent event = eventOf(10);
        Connection first = begun();
        old.hold(first, List.of(event));
        Future<?> move = threads.submit(() -> {
            baton.canary(10, FORCE);
            order.add("moved");
        });
        awaitWaiting();
        Future<?> later = threads.submit(() -> {
            try (Connection second = begun()) {
                old.hold(second, List.of(event));
                order.add("passed");
                commit(second);
            } catch (MovedException e) {
                order.add("refused");
            }
            return null;
        });
        order.add("effect");
        commit(first);

        move.get(20, TimeUnit.SECONDS);
        later.get(20, TimeUnit.SECONDS);
        // The second effect may be told of the move before the thread that moved is.
        assertThat(order).startsWith("effect");
        if (isFair || order.contains("refused")) {
            assertThat(order).containsExactlyInAnyOrder("effect", "moved", "refused");
        } else {
            assertThat(order).containsExactly("effect", "passed", "moved");
        }
    }

    @Test
    void an_effect_with_the_view_of_yesterday_is_told_and_knows_then_where_the_event_belongs() throws Exception {
        DomainEvent moved = eventOf(10);
        DomainEvent kept = eventOf(90);
        baton.canary(10, FORCE);
        assertThat(old.elsewhere(moved)).isEmpty();

        try (Connection connection = begun()) {
            assertThatThrownBy(() -> old.hold(connection, List.of(kept, moved)))
                    .isInstanceOf(MovedException.class)
                    .hasMessageContaining("in epoch 2 the baton of group 'billing' is not with billing");
            commit(connection);
        }

        assertThat(old.elsewhere(moved)).contains(Destination.queue("billing.v2"));
        assertThat(old.elsewhere(kept)).isEmpty();
        try (Connection connection = begun()) {
            old.hold(connection, List.of(kept));
            commit(connection);
        }
    }

    @Test
    void after_a_rollback_the_other_side_is_told() throws Exception {
        baton.cutOver(FORCE);
        View fresh = new View(place, "billing.v2");
        fresh.look();
        assertThat(fresh.elsewhere(event(1))).isEmpty();
        baton.rollback();

        try (Connection connection = begun()) {
            assertThatThrownBy(() -> fresh.hold(connection, List.of(event(1)))).isInstanceOf(MovedException.class);
            commit(connection);
        }

        assertThat(fresh.elsewhere(event(1))).contains(Destination.queue(GROUP));
    }

    @Test
    void a_stream_of_effects_does_not_keep_a_move_from_coming() throws Exception {
        DomainEvent kept = eventOf(90);
        AtomicInteger holds = new AtomicInteger();
        AtomicInteger holdsBefore = new AtomicInteger();
        long epoch = old.state().epoch();
        AtomicBoolean isOver = new AtomicBoolean();
        CountDownLatch flowing = new CountDownLatch(3 * WORKERS);
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            View view = new View(place, GROUP);
            workers.add(threads.submit(() -> {
                while (!isOver.get()) {
                    try (Connection connection = begun()) {
                        view.hold(connection, List.of(kept));
                        if (view.state().epoch() == epoch) {
                            holdsBefore.incrementAndGet();
                        }
                        int mine = holds.incrementAndGet();
                        flowing.countDown();
                        if (isFair) {
                            // So that at every moment somebody holds, as long as others can begin to.
                            overlap(holds, mine);
                        }
                        commit(connection);
                    }
                }
                return null;
            }));
        }
        assertThat(flowing.await(20, TimeUnit.SECONDS)).isTrue();

        Future<?> move = threads.submit(() -> baton.canary(10, FORCE));
        if (isFair) {
            await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> move.isDone() || isSomebodyWaiting());
            int before = holdsBefore.get();
            move.get(20, TimeUnit.SECONDS);
            assertThat(holdsBefore.get() - before)
                    .as("effects that came between the request of a move and the move, but for those under way")
                    .isLessThanOrEqualTo(WORKERS);
        }
        move.get(20, TimeUnit.SECONDS);

        assertThat(baton.status().percent()).isEqualTo(10);
        isOver.set(true);
        for (Future<?> worker : workers) {
            worker.get(20, TimeUnit.SECONDS);
        }
    }

    private static void overlap(AtomicInteger holds, int mine) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        while (holds.get() == mine && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    @Test
    void while_an_effect_is_under_way_the_epoch_does_not_change() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("-Dtidings.seed=" + seed);
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger effects = new AtomicInteger();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Random random = new Random(seed + i);
            View view = new View(place, i % 2 == 0 ? GROUP : "billing.v2");
            workers.add(threads.submit(() -> {
                while (!isOver.get()) {
                    try (Connection connection = begun()) {
                        DomainEvent event = event(random.nextInt(1_000));
                        try {
                            view.hold(connection, List.of(event));
                            State held = view.state();
                            assertThat(place.state()).isEqualTo(held);
                            effects.incrementAndGet();
                        } catch (MovedException e) {
                            assertThat(view.elsewhere(event)).isPresent();
                        }
                        commit(connection);
                    }
                }
                return null;
            }));
        }
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            int before = effects.get();
            if (random.nextInt(4) == 0) {
                baton.rollback();
            } else {
                baton.canary(1 + random.nextInt(99), FORCE);
            }
            await().atMost(SOON).pollInterval(Duration.ofMillis(2)).until(() -> effects.get() > before);
        }
        isOver.set(true);
        for (Future<?> worker : workers) {
            worker.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_transaction_on_another_database_is_told() throws Exception {
        try (MigrationDatabase other = new MigrationDatabase(MigrationDatabase.h2(), 1, "other");
                Connection connection = other.pool().getConnection()) {
            assertThatThrownBy(() ->
                            new Fence(new Rows(GROUP, new Sql(Dialect.H2, false, "tidings_baton"))).hold(connection))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("it must be on the database of the baton");
        }
    }
}
