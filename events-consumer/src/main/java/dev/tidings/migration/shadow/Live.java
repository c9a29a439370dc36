package dev.tidings.migration.shadow;

import dev.tidings.consumer.Reaction;
import dev.tidings.consumer.Refresher;
import dev.tidings.events.DomainEvent;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import dev.tidings.migration.shadow.Recording.Probe;
import dev.tidings.migration.shadow.Recording.StateReader;
import dev.tidings.migration.shadow.Recording.Transactional;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Handlers work as ever, and outcomes are stored afterwards.
 *
 * @param exact where outcomes of handlers in transactions are written, within those transactions
 */
record Live(Recorder recorder, Optional<JdbcOutcomeStore> exact) implements Mode {

    @Override
    public boolean isReal() {
        return true;
    }

    @Override
    public void keep(Supplier<List<Outcome>> outcomes) {
        recorder.add(outcomes);
    }

    @Override
    public Reaction inTransaction(Scope scope, Transactional handler, Probe probe) {
        return Reaction.inTransaction((event, transaction) -> handle(scope, event, transaction, handler, probe));
    }

    void handle(Scope scope, DomainEvent event, Connection transaction, Transactional handler, Probe probe)
            throws Exception {
        Collected effects = new Collected(true);
        if (records(scope, event)) {
            call(scope, event, effects, () -> {
                handler.handle(event, transaction, effects);
                probe(probe, event, transaction, effects);
            });
            keep(scope, event, transaction, effects);
        } else {
            handler.handle(event, transaction, effects);
        }
    }

    private void keep(Scope scope, DomainEvent event, Connection transaction, Collected effects) throws Exception {
        Supplier<List<Outcome>> outcomes = () -> scope.outcomes(event, effects.result(), effects);
        if (exact.isPresent()) {
            Attempt.within(transaction, () -> exact.get().record(transaction, outcomes.get()))
                    .ifPresent(failure -> recorder.lose(1, Reasons.of(failure)));
        } else {
            keep(outcomes);
        }
    }

    @Override
    public Refresher probing(Scope scope, Duration delay, StateReader reader) {
        throw new IllegalStateException(
                "what is live has no need of a probe that waits; record it, or make this Recording.shadow(comparison, Side.OLD, store)");
    }

    @Override
    public Mode on(Sessions sessions) {
        return this;
    }
}
