package dev.tidings.migration.baton;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was done with a baton.
 *
 * @param epoch since this was done
 * @param at by the database's clock
 * @param subject the name of the new side, of the back-fill, or a reason; empty where there is none
 * @param percentBefore the new side's share of the entities
 * @param forced why it was done although it was refused
 * @param refusals what was said against it
 * @param verdict what the comparison said
 */
public record Entry(
        long epoch,
        Instant at,
        Action action,
        String subject,
        double percentBefore,
        double percentAfter,
        Optional<String> forced,
        List<String> refusals,
        Optional<String> verdict) {

    /** What can be done. */
    public enum Action {
        /** A migration was begun. */
        START,
        /** The new side got a share. */
        CANARY,
        /** The new side got all. */
        CUT_OVER,
        /** The old side has all again. */
        ROLLBACK,
        /** The queues began to change. */
        FINISH,
        /** The old side was found empty. */
        FINISHED,
        /** A back-fill was begun. */
        BACK_FILL_BEGUN,
        /** It has ended. */
        BACK_FILL_DONE,
        /** It has failed. */
        BACK_FILL_FAILED,
        /** None is needed. */
        NO_BACK_FILL
    }

    /** Keeps what it was given, whatever becomes of it. */
    public Entry {
        refusals = List.copyOf(refusals);
    }
}
