package dev.tidings.migration.shadow;

import dev.tidings.consumer.Reaction;
import dev.tidings.consumer.Refresher;
import dev.tidings.events.DomainEvent;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.shadow.Recording.Probe;
import dev.tidings.migration.shadow.Recording.StateReader;
import dev.tidings.migration.shadow.Recording.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Handlers do nothing, and return when their outcomes are stored.
 *
 * @param recorder for what is not handled
 * @param transactions for handlers that need one
 */
record Shadow(String name, SharedFlush flush, Recorder recorder, Optional<RolledBack> transactions) implements Mode {

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public void keep(Supplier<List<Outcome>> outcomes) throws InterruptedException {
        flush.record(outcomes.get());
    }

    @Override
    public Reaction inTransaction(Scope scope, Transactional handler, Probe probe) {
        RolledBack rolledBack = transactions.orElseThrow(() -> new IllegalStateException("a shadow of " + name
                + " has no transactions of a group to take part in; say rollingBack(dataSource) first"));
        return Reaction.one(event -> {
            if (records(scope, event)) {
                handle(rolledBack, scope, event, handler, probe);
            }
        });
    }

    void handle(RolledBack rolledBack, Scope scope, DomainEvent event, Transactional handler, Probe probe)
            throws Exception {
        RolledBack.Call call = rolledBack.call((transaction, effects) -> {
            handler.handle(event, transaction, effects);
            probe(probe, event, transaction, effects);
        });
        Collected effects = call.effects();
        call(scope, event, effects, call::end);
        keep(() -> scope.outcomes(event, effects.result(), effects));
    }

    @Override
    public Refresher probing(Scope scope, Duration delay, StateReader reader) {
        return new Waiting(this, scope, delay, reader, pause -> Thread.sleep(pause.toMillis()));
    }

    @Override
    public Mode on(Sessions sessions) {
        return new Shadow(name, flush, recorder, Optional.of(new RolledBack(name, sessions)));
    }
}
