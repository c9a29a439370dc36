package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An operator's command whose connection ends before or after any of its statements, with nothing done after that, as when its process is
 * killed; and the same command again.
 */
class CutMoveTest {
    private static final Force FORCE = Force.because("the test wants it");

    private final BatonDatabase database = new BatonDatabase(DatabaseServer.postgresql());

    @AfterEach
    void close() {
        database.close();
    }

    /** An error that nothing handles. */
    private static final class KilledError extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the connection at the n-th moment; each statement and each commit has two. */
    private record Cut(AtomicInteger left) implements WatchedDataSource.Watch {
        @Override
        public void before(Connection connection, String sql, Map<Integer, Object> parameters) {
            pass(connection);
        }

        @Override
        public void after(Connection connection, String sql, Map<Integer, Object> parameters) {
            pass(connection);
        }

        private void pass(Connection connection) {
            if (left.getAndDecrement() == 0) {
                KilledError killed = new KilledError();
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException e) {
                    killed.addSuppressed(e);
                }
                throw killed;
            }
        }
    }

    @Test
    void each_command_can_be_repeated_wherever_it_was_cut() {
        database.baton().createTables();
        List<Consumer<Baton>> commands = List.of(
                baton -> baton.start("v2"),
                baton -> baton.canary(10, FORCE),
                baton -> baton.canary(60, FORCE),
                baton -> baton.rollback(),
                baton -> baton.cutOver(FORCE),
                baton -> baton.rollback(),
                baton -> baton.cutOver(FORCE),
                baton -> baton.finish(FORCE));
        List<Integer> moments = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            moments.add(cutEverywhere(commands.get(i), i));
        }
        System.out.println("CutMoveTest: moments of each command " + moments);
        assertThat(moments).allMatch(cuts -> cuts > 10);
        assertThat(database.baton().log())
                .extracting(Entry::action)
                .containsExactly(
                        Entry.Action.START,
                        Entry.Action.CANARY,
                        Entry.Action.CANARY,
                        Entry.Action.ROLLBACK,
                        Entry.Action.CUT_OVER,
                        Entry.Action.ROLLBACK,
                        Entry.Action.CUT_OVER,
                        Entry.Action.FINISH);
    }

    /** Cuts it later each time, until it gets through; the baton is as it was or as it is to be, and the log says so. */
    private int cutEverywhere(Consumer<Baton> command, int epoch) {
        for (int cuts = 0; ; cuts++) {
            boolean isThrough = isThrough(command, cuts);
            Status found = database.baton().status();
            assertThat(found.epoch()).isBetween((long) epoch, epoch + 1L);
            assertThat(found.log()).hasSize((int) found.epoch());
            if (isThrough) {
                assertThat(found.epoch()).isEqualTo(epoch + 1L);
                return cuts;
            }
        }
    }

    private boolean isThrough(Consumer<Baton> command, int cuts) {
        DataSource cut = WatchedDataSource.of(database.pool(), new Cut(new AtomicInteger(cuts)));
        try {
            command.accept(
                    Baton.of(BatonDatabase.GROUP, cut).table(database.database().table()));
            return true;
        } catch (KilledError e) {
            return false;
        }
    }
}
