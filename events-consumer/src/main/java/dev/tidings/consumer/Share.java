package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/**
 * Says which events are a group's own, where another group does the same work for others: while one of them takes over from the other.
 * What is not its own goes on to the other one. Used by many threads.
 */
public interface Share {

    /** Under whose name both groups claim events in the idempotency store, so that one recognises what the other one has handled. */
    String group();

    /** Where the event is to go on to; empty if it is the group's own. Asked before an event is claimed; must be quick. */
    Optional<Destination> elsewhere(DomainEvent event);

    /** Where what cannot be read is to go on to; empty, the default, if the group deals with it. */
    default Optional<Destination> unreadable() {
        return Optional.empty();
    }

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

    /**
     * Where a message goes on to.
     *
     * @param exchange empty for the default one, which takes it to the queue
     * @param queue empty where the exchange knows it
     */
    record Destination(String exchange, String queue) {
        /** To this queue. Groups read where it was first published from its headers. */
        public static Destination queue(String name) {
            return new Destination("", name);
        }

        /** Through a fanout exchange, with the routing key that it came with: for consumers that look at that. */
        public static Destination fanout(String exchange) {
            return new Destination(exchange, "");
        }
    }

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
