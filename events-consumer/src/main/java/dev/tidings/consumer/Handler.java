package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;

/**
 * What a group does with an event. Returning acknowledges it; throwing hands it to the failure policy.
 *
 * <p>Called by several threads, but never for two events of the same entity at a time within one instance. May be called again for the
 * same event where the idempotency store cannot know of the first time.
 */
@FunctionalInterface
public interface Handler {

    /** Handles one event. Anything thrown is a failure of this event alone. */
    void handle(DomainEvent event) throws Exception;
}
