package dev.tidings.consumer;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventReader;
import dev.tidings.events.RawMessage;
import dev.tidings.events.UnreadableEventException;
import java.util.Optional;

/**
 * A delivery that was read, or could not be.
 *
 * @param message as it was first published
 * @param event what it says; empty if it is unreadable
 * @param unreadable why, if it is
 * @param attempt which attempt it is, from 1
 * @param tag its number in the epoch
 * @param window where it is settled
 */
record Arrival(
        RawMessage message,
        Optional<DomainEvent> event,
        Optional<UnreadableEventException> unreadable,
        int attempt,
        long tag,
        AckWindow window) {

    static Arrival of(Delivery delivery, EventReader reader, AckWindow window) {
        RawMessage message = Letter.original(delivery.message());
        int attempt = Letter.attempt(message);
        try {
            DomainEvent event = message.readWith(reader);
            return new Arrival(message, Optional.of(event), Optional.empty(), attempt, delivery.tag(), window);
        } catch (UnreadableEventException e) {
            return new Arrival(message, Optional.empty(), Optional.of(e), attempt, delivery.tag(), window);
        }
    }

    /** Equal for events of the same entity. */
    int lane() {
        return event.map(read -> read.ids().hashCode()).orElse(0);
    }

    /** Whether it can still be settled. If not, the broker delivers it again. */
    boolean isLive() {
        return window.epoch().isOpen();
    }

    /** The id under which it goes on: the event's, also where that was made up here. */
    String id() {
        return event.map(DomainEvent::eventId).orElseGet(() -> Letter.id(message));
    }
}
