package dev.tidings.migration.shadow;

import dev.tidings.consumer.Reaction;
import dev.tidings.consumer.Refresher;
import dev.tidings.events.DomainEvent;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Result;
import dev.tidings.migration.shadow.Recording.Probe;
import dev.tidings.migration.shadow.Recording.StateReader;
import dev.tidings.migration.shadow.Recording.Transactional;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** How handlers are called, and how outcomes get to the store. */
sealed interface Mode permits Live, Shadow {

    /** Whether effects are. */
    boolean isReal();

    /** Stores what nobody waits for. */
    Recorder recorder();

    /** Keeps the outcomes of a handler that has returned or thrown. */
    void keep(Supplier<List<Outcome>> outcomes) throws InterruptedException;

    Reaction inTransaction(Scope scope, Transactional handler, Probe probe);

    Refresher probing(Scope scope, Duration delay, StateReader reader);

    /** With connections for transactions of its own. */
    Mode on(Sessions sessions);

    /** Whether the event is to be recorded. */
    default boolean records(Scope scope, DomainEvent event) {
        if (!event.isIdentified()) {
            recorder().leaveOut("an event of " + event.routingKey() + " has no id by which it could be joined");
        }
        return scope.covers(event);
    }

    /** Calls a handler. What it throws is recorded, and thrown. */
    default void call(Scope scope, DomainEvent event, Collected effects, Effects.Action handler) throws Exception {
        try {
            handler.run();
        } catch (Throwable e) {
            failed(scope, event, effects, e);
            throw e;
        }
    }

    /** Records a failure, unless the event comes again all the same. */
    default void failed(Scope scope, DomainEvent event, Collected effects, Throwable failure)
            throws InterruptedException {
        if (!Reasons.isNoOutcome(failure)) {
            keep(() -> scope.outcomes(event, Result.failed(Reasons.of(failure)), effects));
        }
    }

    /** Reads the effect in its transaction. */
    default void probe(Probe probe, DomainEvent event, Connection transaction, Collected effects) throws Exception {
        Attempt.within(transaction, () -> effects.probed(probe.read(event, transaction)))
                .ifPresent(effects::unprobed);
    }
}
