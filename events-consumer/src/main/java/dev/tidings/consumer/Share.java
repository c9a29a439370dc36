package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/**
 * Says which events are a group's own, where another group does the same work for others: while one of them takes over from the other.
 * What is not its own goes on to the queue of the other one. Used by many threads.
 */
public interface Share {

    /** Under whose name both groups claim events in the idempotency store, so that one recognises what the other one has handled. */
    String group();

    /** The queue that the event is to go on to; empty if it is the group's own. Asked before an event is claimed; must be quick. */
    Optional<String> elsewhere(DomainEvent event);

    /** Looks again at what is whose. Asked where an event that the other group has sent on would go on again. */
    void look();

    /**
     * Makes sure that these events stay the group's own until the transaction ends. Called first in each transaction of a handler.
     *
     * @throws MovedException if one of them is not, or not any more; {@link #elsewhere} knows it from then on
     */
    void hold(Connection transaction, Collection<DomainEvent> events) throws SQLException, MovedException;

    /** What becomes of the bindings of the group's queue. Asked once, when the group starts. */
    Bindings bindings();

    /** What becomes of bindings. */
    enum Bindings {
        /** They are made, as always. */
        KEEP,
        /** They are not made. */
        NONE,
        /** They are taken away if they are there. */
        REMOVE
    }
}
