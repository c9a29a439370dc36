package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One way to claim and handle events within a transaction. */
interface Attempt {

    /**
     * What became of an event, if the transaction is committed.
     *
     * @param failure what its handler threw; then nothing of it is committed
     */
    record Outcome(Claimed claimed, Optional<Throwable> failure, Duration took) {
        static Outcome notMine(Claimed claimed) {
            return new Outcome(claimed, Optional.empty(), Duration.ZERO);
        }
    }

    /**
     * Claims these events, handles those that are to be handled here, and says what became of each.
     *
     * @throws HandlerFailedException if a handler failed and the transaction is of no use any more
     */
    List<Outcome> on(Connection transaction, List<Work> works) throws Exception;

    /** How to try again when this has failed because of a handler; empty if with each half of the events. */
    Optional<Attempt> afterFailure();

    /** A handler failed, and the transaction with it. */
    final class HandlerFailedException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Optional<Arrival> culprit;

        /** @param culprit the event that it was called for; empty if for all */
        HandlerFailedException(Throwable cause, Optional<Arrival> culprit) {
            super(cause);
            this.culprit = culprit;
        }

        /** Whether the handler was called for it. */
        boolean isOf(Arrival arrival) {
            return culprit.isEmpty() || culprit.get().equals(arrival);
        }
    }
}
