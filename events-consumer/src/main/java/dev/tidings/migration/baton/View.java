package dev.tidings.migration.baton;

import dev.tidings.consumer.MovedException;
import dev.tidings.consumer.Share;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.TidingsException;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/** What a side knows of the baton. It never goes back to an earlier epoch. */
final class View implements Share {
    private final Place place;
    private final String queue;
    private volatile State known;
    private volatile boolean read;
    private volatile boolean newBound;
    private volatile Bindings bindings = Bindings.NONE;

    View(Place place, String queue) {
        this.place = place;
        this.queue = queue;
        this.known = State.none(place.group());
    }

    State state() {
        return known;
    }

    synchronized void saw(State state) {
        if (state.epoch() >= known.epoch()) {
            known = state;
        }
        read = true;
    }

    /** Whether it knows anything at all. */
    boolean isRead() {
        return read;
    }

    /** @param bound whether the new side's queue is bound */
    void saw(State state, boolean bound) {
        saw(state);
        newBound = bound;
    }

    boolean isNewBound() {
        return newBound;
    }

    void bindings(Bindings wanted) {
        bindings = wanted;
    }

    @Override
    public String group() {
        return place.group();
    }

    @Override
    public Optional<Destination> elsewhere(DomainEvent event) {
        return elsewhere(known, event);
    }

    private Optional<Destination> elsewhere(State state, DomainEvent event) {
        return Optional.of(state.ownerOf(event))
                .filter(owner -> !owner.equals(queue))
                .map(Destination::queue);
    }

    @Override
    public void look() {
        try {
            saw(place.state());
        } catch (TidingsException e) {
            // The group pauses, else two who know different things would send events to and fro.
            throw new IdempotencyStoreException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void hold(Connection transaction, Collection<DomainEvent> events) throws SQLException, MovedException {
        State now = new Fence(place.rows()).hold(transaction);
        saw(now);
        if (events.stream().anyMatch(event -> elsewhere(now, event).isPresent())) {
            throw new MovedException("in epoch " + now.epoch() + " the baton of group '" + place.group()
                    + "' is not with " + queue + " for each of these " + events.size() + " events");
        }
    }

    @Override
    public Bindings bindings() {
        return bindings;
    }
}
