package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.migration.baton.KilledMigration.Child;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sides in processes of their own, killed at a point of a move or at any moment. {@code -Dtidings.kills=100} for the long form. */
@Tag("slow")
@Timeout(1_200)
class KilledSidesTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 3);
    private static final int LONGEST_MILLIS = 1_500;
    private static final Duration AT_MOST = Duration.ofSeconds(200);
    private static final Force FORCE = Force.because("the test wants it");

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private enum Transition {
        CANARY,
        MORE,
        CUT_OVER,
        ROLLBACK,
        ROLLBACK_OF_ALL,
        FINISH;

        /** To where it begins. */
        @CanIgnoreReturnValue
        Status prepare(Baton baton) {
            return switch (this) {
                case CANARY -> baton.rollback();
                case MORE, CUT_OVER -> baton.canary(30, FORCE);
                case ROLLBACK -> baton.canary(50, FORCE);
                case ROLLBACK_OF_ALL, FINISH -> baton.cutOver(FORCE);
            };
        }

        @CanIgnoreReturnValue
        Status move(Baton baton) {
            return switch (this) {
                case CANARY -> baton.canary(50, FORCE);
                case MORE -> baton.canary(80, FORCE);
                case CUT_OVER -> baton.cutOver(FORCE);
                case ROLLBACK, ROLLBACK_OF_ALL -> baton.rollback();
                case FINISH -> baton.finish(FORCE);
            };
        }
    }

    /** It had the entities, and the move comes while it is at its point. */
    @ParameterizedTest
    @CsvSource({
        "CANARY, old, before-fence after-fence after-effect after-commit",
        "MORE, old, after-effect before-forward after-forward",
        "CUT_OVER, old, after-fence after-commit before-forward",
        "ROLLBACK, new, before-fence after-fence after-effect after-commit",
        "ROLLBACK_OF_ALL, new, after-effect after-commit"
    })
    void a_side_that_dies_while_it_is_moved(Transition transition, String side, String points) throws Exception {
        atEach(transition, side, points, (point, migration, child) -> {
            child.arm().awaitReached();
            transition.move(migration.baton);
            child.awaitDeath();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "CANARY, old, before-epoch-told after-epoch-told before-forward after-forward",
        "CANARY, new, before-epoch-told before-fence after-fence after-effect after-commit",
        "CUT_OVER, old, before-epoch-told before-forward after-forward",
        "CUT_OVER, new, before-epoch-told after-effect",
        "ROLLBACK, new, before-epoch-told after-epoch-told",
        "ROLLBACK, old, before-epoch-told after-effect",
        "ROLLBACK_OF_ALL, old, before-epoch-told after-effect after-commit",
        "FINISH, new, before-bindings before-bindings-told after-bindings-told",
        "FINISH, old, before-forward before-bindings before-bindings-told after-bindings-told",
        "FINISH, old, before-empty-told after-empty-told before-finished after-finished"
    })
    void a_side_that_dies_after_it_was_moved(Transition transition, String side, String points) throws Exception {
        atEach(transition, side, points, (point, migration, child) -> {
            if (isOnlyAfterMove(point)) {
                child.arm();
                transition.move(migration.baton);
            } else {
                transition.move(migration.baton);
                child.arm();
            }
            child.awaitReached().awaitDeath();
        });
    }

    private static boolean isOnlyAfterMove(String point) {
        return Stream.of("told", "bindings", "finished").anyMatch(point::endsWith);
    }

    /** How a side is killed at a point. */
    @FunctionalInterface
    private interface Killing {
        void at(String point, KilledMigration migration, Child child) throws Exception;
    }

    /** Most of it is waiting, so all at once. */
    private void atEach(Transition transition, String side, String points, Killing killing) throws Exception {
        List<String> all = List.of(points.split(" ", -1));
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Future<?>> cases = all.stream()
                    .<Future<?>>map(point -> threads.submit(() -> {
                        at(transition, side, point, killing);
                        return point;
                    }))
                    .toList();
            for (int i = 0; i < cases.size(); i++) {
                assertThat(cases.get(i)).as(all.get(i)).succeedsWithin(AT_MOST);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void at(Transition transition, String side, String point, Killing killing) throws Exception {
        try (KilledMigration migration = begin(transition, side, point);
                Child child = Child.launch(point, queue(migration, side), migration.place)) {
            child.awaitConsuming();
            migration.awaitMore();
            killing.at(point, migration, child);
            complete(migration, transition, side, point, child);
        }
    }

    /** The other side runs here. */
    private KilledMigration begin(Transition transition, String side, String point) throws Exception {
        System.out.println("KilledSidesTest: -Dtidings.seed=" + seed);
        String word = Integer.toHexString((transition + side + point).hashCode());
        KilledMigration migration = new KilledMigration(rabbit, word, seed);
        transition.prepare(migration.baton);
        migration.run(side.equals("old") ? migration.next : migration.old);
        return migration;
    }

    private static String queue(KilledMigration migration, String side) {
        return side.equals("old") ? migration.old : migration.next;
    }

    /** The move is repeated, and the side comes again. */
    private static void complete(
            KilledMigration migration, Transition transition, String side, String point, Child child) throws Exception {
        migration.forget(child.process());
        transition.move(migration.baton);
        if (migration.baton.status().phase() != Phase.FINISHED) {
            migration.run(queue(migration, side));
        }
        if (transition == Transition.FINISH) {
            migration.awaitEnd();
        }
        migration.awaitMore();
        migration.assertEachOnceAndOnTheRightSide();
        System.out.println(transition + ", " + side + ", " + point + ": " + migration.figures());
    }

    @Test
    void both_sides_killed_at_any_moment_of_a_migration() throws Exception {
        System.out.println("KilledSidesTest: -Dtidings.seed=" + seed);
        List<Child> children = new ArrayList<>();
        try (KilledMigration migration = new KilledMigration(rabbit, "any", seed)) {
            Baton baton = migration.baton;
            children.add(Child.launch(SideChild.NEVER, migration.old, migration.place));
            children.add(Child.launch(SideChild.NEVER, migration.next, migration.place));
            List<Consumer<Baton>> moves = List.of(
                    all -> all.canary(20, FORCE),
                    all -> all.canary(60, FORCE),
                    Baton::rollback,
                    all -> all.cutOver(FORCE),
                    Baton::rollback,
                    all -> all.cutOver(FORCE));
            for (int kill = 0; kill < KILLS; kill++) {
                moves.get(kill % moves.size()).accept(baton);
                killOne(migration, children);
            }
            baton.cutOver(FORCE);
            baton.finish(FORCE);
            killOne(migration, children);
            if (baton.status().phase() != Phase.FINISHED) {
                killOne(migration, children);
            }
            migration.awaitEnd();
            migration.awaitMore();
            migration.assertEachOnceAndOnTheRightSide();
            System.out.println((KILLS + 2) + " kills at any moment: " + migration.figures());
        } finally {
            children.forEach(Child::close);
        }
    }

    /** After a while, and another one takes its place. */
    private void killOne(KilledMigration migration, List<Child> children) throws Exception {
        int which = random.nextInt(2);
        Child child = children.get(which);
        child.awaitConsuming();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_MILLIS)));
        child.jvm().kill();
        migration.forget(child.process());
        if (which == 1 || migration.baton.status().phase() != Phase.FINISHED) {
            children.set(
                    which, Child.launch(SideChild.NEVER, which == 0 ? migration.old : migration.next, migration.place));
        }
        await().atMost(KilledMigration.SOON)
                .until(() -> children.get(which).jvm().isAlive());
    }
}
