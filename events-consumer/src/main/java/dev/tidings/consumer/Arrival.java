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
 * @param early how often it came before what it tells of
 * @param redeliveries how often it came before and was not settled, as far as the broker tells
 * @param since when it came, by the group's clock
 * @param lane where it came from
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
        int early,
        int redeliveries,
        long since,
        Lane lane,
        long tag,
        AckWindow window) {

    private static final int SUSPICIOUS = 3;

    static Arrival of(Delivery delivery, GroupSettings settings, Lane lane, AckWindow window, long now) {
        RawMessage message = lane.isDropped() ? Letter.lost(delivery.message()) : Letter.original(delivery.message());
        Optional<Call> call = settings.routes().callFor(message);
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
                Letter.early(message),
                delivery.redeliveries(),
                now,
                lane,
                delivery.tag(),
                window);
    }

    /** Equal for events of the same entity. */
    int entity() {
        return event.map(read -> read.ids().hashCode()).orElse(0);
    }

    /** Whether both can be claimed and handled in one run. */
    boolean goesWith(Arrival other) {
        if (lane.isDropped() || other.lane.isDropped()) {
            return lane.isDropped() && other.lane.isDropped();
        }
        if (lane.isAlone() || isSuspect() || other.lane.isAlone() || other.isSuspect()) {
            return isSuspect() && other.isSuspect();
        }
        boolean neither = call.isEmpty() && other.call.isEmpty();
        return neither
                || (call.isPresent() && other.call.isPresent() && call.get().goesWith(other.call.get()));
    }

    /** Whether its handler may have ended a process: it came and was not settled, and that more often than happens by chance. */
    boolean isSuspect() {
        return redeliveries >= (lane.isAlone() ? 1 : SUSPICIOUS);
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
