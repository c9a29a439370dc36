package dev.tidings.migration.baton;

import static dev.tidings.migration.baton.BatonDatabase.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidings.events.TidingsException;
import dev.tidings.migration.Moves;
import dev.tidings.migration.baton.Entry.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the tables and moves of a baton promise, on each database. */
abstract class BatonPromises {
    private static final Force FORCE = Force.because("the test wants it");

    private final BatonDatabase database;
    private final Baton baton;

    BatonPromises(BatonDatabase database) {
        this.database = database;
        this.baton = database.baton().createTables().createTables();
    }

    @AfterEach
    void tidy() {
        database.close();
    }

    @Test
    void a_migration_goes_from_phase_to_phase_and_each_move_has_an_epoch() {
        assertThat(baton.status().phase()).isEqualTo(Phase.NOT_STARTED);
        assertThat(baton.start("v2"))
                .extracting(Status::phase, Status::epoch, Status::percent, Status::oldQueue, Status::newQueue)
                .containsExactly(Phase.SHADOW, 1L, 0.0, "billing", "billing.v2");
        assertThat(baton.canary(10, FORCE))
                .extracting(Status::phase, Status::epoch, Status::percent)
                .containsExactly(Phase.CANARY, 2L, 10.0);
        assertThat(baton.rollback())
                .extracting(Status::phase, Status::epoch, Status::percent)
                .containsExactly(Phase.SHADOW, 3L, 0.0);
        assertThat(baton.cutOver(FORCE))
                .extracting(Status::phase, Status::epoch, Status::percent)
                .containsExactly(Phase.CUT_OVER, 4L, 100.0);
        assertThat(baton.canary(99.99, FORCE).phase()).isEqualTo(Phase.CANARY);
        assertThat(baton.cutOver(FORCE).phase()).isEqualTo(Phase.CUT_OVER);
        assertThat(baton.finish(FORCE)).extracting(Status::phase, Status::epoch).containsExactly(Phase.FINISHING, 7L);

        assertThat(baton.log())
                .extracting(Entry::action)
                .containsExactly(
                        Action.START,
                        Action.CANARY,
                        Action.ROLLBACK,
                        Action.CUT_OVER,
                        Action.CANARY,
                        Action.CUT_OVER,
                        Action.FINISH);
        assertThat(baton.log()).extracting(Entry::epoch).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(baton.moves().moves())
                .extracting(Moves.Move::percent)
                .containsExactly(10.0, 0.0, 100.0, 99.99, 100.0);
    }

    @Test
    void what_is_done_already_is_no_move() {
        baton.start("v2");
        baton.start("v2");
        baton.rollback();
        baton.canary(5, FORCE);
        baton.canary(5, FORCE);
        baton.cutOver(FORCE);
        baton.cutOver(FORCE);
        baton.start("v2");
        baton.finish(FORCE);
        baton.finish();

        assertThat(baton.status().epoch()).isEqualTo(4);
        assertThat(baton.log()).hasSize(4);
    }

    @Test
    void a_phase_from_which_there_is_no_way_is_told_with_the_one_there_is() {
        assertThatThrownBy(() -> baton.canary(10, FORCE))
                .isInstanceOf(BatonRefusedException.class)
                .hasMessageContaining("canary(10.0) of group 'billing' was refused")
                .hasMessageContaining("NOT_STARTED")
                .hasMessageContaining("start(name) comes first");
        baton.start("v2");
        assertThatThrownBy(() -> baton.finish(FORCE)).hasMessageContaining("cutOver(report) come first");
        baton.cutOver(FORCE);
        assertThatThrownBy(() -> baton.start("v3")).hasMessageContaining("rollback() or finish() come first");
        baton.finish(FORCE);
        assertThatThrownBy(baton::rollback).hasMessageContaining("There is no way back from there");
        assertThatThrownBy(() -> baton.canary(100, FORCE)).hasMessageContaining("use cutOver");
        assertThatThrownBy(() -> Baton.of("a b", database.pool())).hasMessageContaining("use 1 to 100 letters");
    }

    @Test
    void a_migration_that_was_given_up_or_has_ended_is_followed_by_another() {
        baton.start("v2");
        assertThat(baton.start("v3"))
                .extracting(Status::oldQueue, Status::newQueue, Status::epoch)
                .containsExactly("billing", "billing.v3", 2L);
        baton.cutOver(FORCE);
        baton.finish(FORCE);
        State state = database.place().state();
        assertThat(database.place().move(state, state.moved(Phase.FINISHED, State.ALL), Note.of(Action.FINISHED, "")))
                .isTrue();

        assertThat(baton.start("v4"))
                .extracting(Status::oldQueue, Status::newQueue, Status::phase, Status::percent)
                .containsExactly("billing.v3", "billing.v4", Phase.SHADOW, 0.0);
    }

    @Test
    void who_moves_from_an_epoch_that_has_passed_does_not_move() {
        baton.start("v2");
        Place place = database.place();
        State seen = place.state();
        baton.canary(10, FORCE);

        assertThat(place.move(seen, seen.moved(Phase.CUT_OVER, State.ALL), Note.of(Action.CUT_OVER, "")))
                .isFalse();
        assertThat(baton.status().percent()).isEqualTo(10);
        assertThat(baton.log()).hasSize(2);
    }

    @Test
    void those_who_move_at_the_same_time_move_one_after_the_other() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("-Dtidings.seed=" + seed);
        Random random = new Random(seed);
        baton.start("v2");
        List<Callable<Boolean>> operators = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int choice = random.nextInt(4);
            int percent = 1 + random.nextInt(99);
            operators.add(() -> isMoved(choice, percent));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Boolean> moved : threads.invokeAll(operators)) {
                moved.get();
            }
        } finally {
            threads.shutdownNow();
        }

        Status status = baton.status();
        List<Entry> moves = baton.log().stream()
                .filter(entry -> entry.action() != Action.BACK_FILL_BEGUN && entry.action() != Action.BACK_FILL_DONE)
                .toList();
        assertThat(moves)
                .extracting(Entry::epoch)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, status.epoch()).boxed().toList());
        for (int i = 1; i < moves.size(); i++) {
            assertThat(moves.get(i).percentBefore()).isEqualTo(moves.get(i - 1).percentAfter());
        }
        assertThat(moves.get(moves.size() - 1).percentAfter()).isEqualTo(status.percent());
    }

    private boolean isMoved(int choice, int percent) {
        try {
            switch (choice) {
                case 0 -> baton.rollback();
                case 1 -> baton.cutOver(FORCE);
                case 2 -> baton.backFill("profiles", () -> percent);
                default -> baton.canary(percent, FORCE);
            }
            return true;
        } catch (BatonRefusedException e) {
            assertThat(e.reasons()).singleElement().asString().contains("somebody else has moved it meanwhile");
            return false;
        }
    }

    @Test
    void a_back_fill_is_recorded_as_begun_and_as_what_became_of_it() {
        assertThatThrownBy(() -> baton.backFill("profiles", () -> 1)).hasMessageContaining("no migration was begun");
        baton.start("v2");
        assertThat(baton.backFill("profiles", () -> 1)).isEqualTo(1);
        assertThatThrownBy(() -> baton.backFill("orders", () -> {
                    throw new IOException("the owner is away");
                }))
                .isInstanceOf(TidingsException.class)
                .hasMessage("the back-fill orders has failed: the owner is away");

        assertThat(baton.log())
                .extracting(Entry::action, Entry::subject)
                .containsExactly(
                        tuple(Action.START, "v2"),
                        tuple(Action.BACK_FILL_BEGUN, "profiles"),
                        tuple(Action.BACK_FILL_DONE, "profiles"),
                        tuple(Action.BACK_FILL_BEGUN, "orders"),
                        tuple(Action.BACK_FILL_FAILED, "orders"));
    }

    @Test
    void instances_are_shown_with_how_long_they_are_silent() {
        baton.start("v2");
        database.bothSidesRun();
        database.beat("host/3/c", "billing.v9", false);
        boolean isPostgresql = baton.ddl().contains("PostgreSQL");
        boolean isH2 = baton.ddl().contains("H2 2");
        String longAgo = isPostgresql
                ? "now() - interval '1 hour'"
                : isH2 ? "dateadd(hour, -1, current_timestamp)" : "utc_timestamp(6) - interval 1 hour";
        database.database().run("update TABLE_side set seen_at = " + longAgo + " where instance = 'host/1/a'");

        assertThat(baton.status().instances())
                .satisfiesExactly(
                        old -> {
                            assertThat(old.silent().toMinutes()).isEqualTo(60);
                            assertThat(old.isLive()).isFalse();
                            assertThat(old.isGone()).isTrue();
                        },
                        fresh -> {
                            assertThat(fresh.isLive()).isTrue();
                            assertThat(fresh.works()).isTrue();
                            assertThat(fresh.isExactlyOnce()).isTrue();
                        },
                        other -> {
                            assertThat(other.side()).isEmpty();
                            assertThat(other.isExactlyOnce()).isFalse();
                        });
    }

    @Test
    void batons_of_other_groups_are_their_own() {
        baton.start("v2");
        Baton other =
                Baton.of(GROUP + "2", database.pool()).table(database.database().table());
        other.start("v2");
        other.cutOver(FORCE);

        assertThat(baton.status().percent()).isZero();
        assertThat(baton.log()).hasSize(1);
    }

    @Test
    void tables_that_are_missing_or_newer_are_told_with_the_way_out() {
        assertThatThrownBy(() -> baton.table("no_such_baton").status())
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("the baton of group 'billing' in no_such_baton could not be read")
                .hasMessageContaining("createTables() makes it");
        assertThatThrownBy(() -> baton.table("a;b")).hasMessageContaining("use letters, digits and _");
        database.database().run("update TABLE_version set version = 2");
        assertThatThrownBy(() -> database.baton().status())
                .hasMessageContaining("of version 2")
                .hasMessageContaining("use a newer version of events-consumer");
    }
}
