package dev.tidings.consumer;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.RawMessage;
import dev.tidings.events.UnreadableEventException;
import java.util.Optional;

/**
 * A delivery that was read, or could not be.
 *
 * @param message as it was first published
 * @param event what it says; empty if it is unreadable
 * @param unreadable why, if it is
 * @param call what is called for it; empty if it is unreadable, or no pattern takes it
 * @param attempt which attempt it is, from 1
 * @param pauses how often a group has paused because of it
 * @param tag its number in the epoch
 * @param window where it is settled
 */
record Arrival(
        RawMessage message,
        Optional<DomainEvent> event,
        Optional<UnreadableEventException> unreadable,
        Optional<Call> call,
        int attempt,
        int pauses,
        long tag,
        AckWindow window) {

    static Arrival of(Delivery delivery, GroupSettings settings, AckWindow window) {
        RawMessage message = Letter.original(delivery.message());
        Optional<Call> call = settings.routes().callFor(message.exchange(), message.routingKey());
        Optional<DomainEvent> event = Optional.empty();
        Optional<UnreadableEventException> unreadable = Optional.empty();
        try {
            event = Optional.of(message.readWith(settings.reader()));
        } catch (UnreadableEventException e) {
            unreadable = Optional.of(e);
            call = Optional.empty();
        }
        return new Arrival(
                message,
                event,
                unreadable,
                call,
                Letter.attempt(message),
                Letter.pauses(message),
                delivery.tag(),
                window);
    }

    /** Equal for events of the same entity. */
    int entity() {
        return event.map(read -> read.ids().hashCode()).orElse(0);
    }

    /** Whether both can be claimed and handled in one run. */
    boolean goesWith(Arrival other) {
        boolean neither = call.isEmpty() && other.call.isEmpty();
        return neither
                || (call.isPresent() && other.call.isPresent() && call.get().goesWith(other.call.get()));
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
