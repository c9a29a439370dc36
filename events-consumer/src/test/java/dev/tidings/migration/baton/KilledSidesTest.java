package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.migration.baton.KilledMigration.Child;
import dev.tidings.testkit.broker.RabbitMq;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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

    private static final int KILLS = Integer.getInteger("tidings.kills", 6);
    private static final int LONGEST_MILLIS = 1_500;
    private static final Force FORCE = Force.because("the test wants it");

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private enum Transition {
        CANARY(baton -> baton.rollback(), baton -> baton.canary(50, FORCE)),
        MORE(baton -> baton.canary(30, FORCE), baton -> baton.canary(80, FORCE)),
        CUT_OVER(baton -> baton.canary(30, FORCE), baton -> baton.cutOver(FORCE)),
        ROLLBACK(baton -> baton.canary(50, FORCE), baton -> baton.rollback()),
        ROLLBACK_OF_ALL(baton -> baton.cutOver(FORCE), baton -> baton.rollback()),
        FINISH(baton -> baton.cutOver(FORCE), baton -> baton.finish(FORCE));

        private final Consumer<Baton> before;
        private final Consumer<Baton> move;

        Transition(Consumer<Baton> before, Consumer<Baton> move) {
            this.before = before;
            this.move = move;
        }
    }

    /** Where a side dies that had the entities, the move comes while it is at its point. */
    @ParameterizedTest
    @CsvSource({
        "CANARY, old, before-fence",
        "CANARY, old, after-fence",
        "CANARY, old, after-effect",
        "CANARY, old, after-commit",
        "MORE, old, after-effect",
        "MORE, old, before-forward",
        "MORE, old, after-forward",
        "CUT_OVER, old, after-fence",
        "CUT_OVER, old, after-commit",
        "ROLLBACK, new, before-fence",
        "ROLLBACK, new, after-fence",
        "ROLLBACK, new, after-effect",
        "ROLLBACK, new, after-commit",
        "ROLLBACK_OF_ALL, new, after-effect",
        "ROLLBACK_OF_ALL, new, after-commit"
    })
    void a_side_that_dies_while_it_is_moved(Transition transition, String side, String point) throws Exception {
        try (KilledMigration migration = begin(transition, side, point);
                Child child = victim(migration, side, point)) {
            assertThat(child.jvm().line()).isEqualTo("reached");
            transition.move.accept(migration.baton);
            assertThat(child.jvm().exitCode()).isEqualTo(CrashPoint.HALTED);
            complete(migration, transition, side, child);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CANARY, old, before-epoch-told",
        "CANARY, old, after-epoch-told",
        "CANARY, old, before-forward",
        "CANARY, old, after-forward",
        "CANARY, new, before-epoch-told",
        "CANARY, new, before-fence",
        "CANARY, new, after-fence",
        "CANARY, new, after-effect",
        "CANARY, new, after-commit",
        "CUT_OVER, old, before-epoch-told",
        "CUT_OVER, old, after-forward",
        "CUT_OVER, new, before-epoch-told",
        "ROLLBACK, new, before-epoch-told",
        "ROLLBACK, old, before-epoch-told",
        "ROLLBACK_OF_ALL, old, after-effect",
        "ROLLBACK_OF_ALL, old, after-commit",
        "FINISH, new, before-bindings",
        "FINISH, new, before-bindings-told",
        "FINISH, new, after-bindings-told",
        "FINISH, old, before-bindings",
        "FINISH, old, before-bindings-told",
        "FINISH, old, after-bindings-told",
        "FINISH, old, before-empty-told",
        "FINISH, old, after-empty-told",
        "FINISH, old, before-finished",
        "FINISH, old, after-finished"
    })
    void a_side_that_dies_after_it_was_moved(Transition transition, String side, String point) throws Exception {
        try (KilledMigration migration = begin(transition, side, point)) {
            Child child = Child.launch(point, queue(migration, side), migration.place);
            try (child) {
                child.awaitConsuming();
                migration.awaitMore();
                transition.move.accept(migration.baton);
                child.jvm().endInput();
                child.awaitDeath();
                complete(migration, transition, side, child);
            }
        }
    }

    /** The other side runs here. */
    private KilledMigration begin(Transition transition, String side, String point) throws Exception {
        System.out.println("KilledSidesTest: -Dtidings.seed=" + seed);
        String word = Integer.toHexString((transition + side + point).hashCode());
        KilledMigration migration = new KilledMigration(rabbit, word, seed);
        transition.before.accept(migration.baton);
        migration.run(side.equals("old") ? migration.next : migration.old);
        return migration;
    }

    /** At work, and armed. */
    private static Child victim(KilledMigration migration, String side, String point) throws Exception {
        Child child = Child.launch(point, queue(migration, side), migration.place);
        child.awaitConsuming();
        child.jvm().endInput();
        return child;
    }

    private static String queue(KilledMigration migration, String side) {
        return side.equals("old") ? migration.old : migration.next;
    }

    /** The move is repeated, and the side comes again. */
    private static void complete(KilledMigration migration, Transition transition, String side, Child child)
            throws Exception {
        migration.forget(child.process());
        transition.move.accept(migration.baton);
        if (migration.baton.status().phase() != Phase.FINISHED) {
            migration.run(queue(migration, side));
        }
        if (transition == Transition.FINISH) {
            migration.awaitEnd();
        }
        migration.awaitMore();
        migration.assertEachOnceAndOnTheRightSide();
        System.out.println(transition + ", " + side + ": " + migration.figures());
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
                    which,
                    Child.launch(SideChild.NEVER, which == 0 ? migration.old : migration.next, migration.place));
        }
        await().atMost(KilledMigration.SOON).until(() -> children.get(which).jvm().isAlive());
    }
}
