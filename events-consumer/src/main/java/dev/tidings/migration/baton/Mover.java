package dev.tidings.migration.baton;

import dev.tidings.events.TidingsException;
import dev.tidings.migration.Moves;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a baton, unless something speaks against it, and writes down what was done. */
record Mover(Place place) {
    private static final Logger log = LoggerFactory.getLogger(Mover.class);

    Status move(Move move, Basis basis) {
        State now = place.run("could not be read", (connection, rows) -> rows.begun(connection));
        State next = move.from(now);
        if (!next.equals(now)) {
            List<String> against = move.against(now, next, gate(now), basis);
            if (!against.isEmpty() && basis.force().isEmpty()) {
                throw refused(move, against);
            }
            Note note = Note.of(move.action(), move.subject()).on(basis, against);
            if (place.move(now, next, note)) {
                log.info("group {}: {} in epoch {}", place.group(), move.name(), now.epoch() + 1);
            } else {
                checkDone(move);
            }
        }
        return place.run("could not be read", (connection, rows) -> rows.status(connection));
    }

    private Gate gate(State state) {
        return new Gate(state, place.instances(state), place.log());
    }

    private BatonRefusedException refused(Move move, List<String> against) {
        return new BatonRefusedException(
                move.name() + " of group '" + place.group() + "' was refused",
                against,
                "Mend that, or force it with a reason, which the log keeps: Force.because(reason), or --force on the command line");
    }

    /** Somebody else has moved it meanwhile. */
    private void checkDone(Move move) {
        State found = place.state();
        if (!move.from(found).equals(found)) {
            throw new BatonRefusedException(
                    move.name() + " of group '" + place.group() + "' was refused",
                    List.of("somebody else has moved it meanwhile: it is in the phase " + found.phase() + ", epoch "
                            + found.epoch()),
                    "Look at status(), and repeat it if it is still right");
        }
    }

    void note(Note note) {
        State state = place.state();
        if (state.next().isEmpty()) {
            throw new BatonRefusedException(
                    "nothing can be recorded for group '" + place.group() + "'",
                    List.of("no migration was begun"),
                    "start(name) comes first");
        }
        place.note(state, note);
    }

    <T> T backFill(String name, Callable<T> work) {
        note(Note.of(Entry.Action.BACK_FILL_BEGUN, name));
        try {
            T result = work.call();
            note(Note.of(Entry.Action.BACK_FILL_DONE, name));
            return result;
        } catch (RuntimeException | Error e) {
            failed(name, e);
            throw e;
        } catch (Exception e) {
            failed(name, e);
            throw new TidingsException("the back-fill " + name + " has failed: " + e.getMessage(), e);
        }
    }

    private void failed(String name, Throwable why) {
        try {
            note(Note.of(Entry.Action.BACK_FILL_FAILED, name));
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /** Those of the migration that was begun last. */
    static Moves moves(List<Entry> entries) {
        List<Moves.Move> moves = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.action() == Entry.Action.START) {
                moves.clear();
            } else if (entry.percentBefore() != entry.percentAfter()) {
                moves.add(new Moves.Move(entry.at(), entry.percentAfter()));
            }
        }
        return new Moves(moves);
    }
}
