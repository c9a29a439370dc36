package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of one delivery.
 *
 * @param group the group that got it
 * @param routingKey the key it was published with
 * @param event the event; empty if it could not be read
 * @param attempt which attempt it was, from 1
 * @param verdict what was decided
 * @param failure why, where something failed
 * @param took how long its handler took; its share, where one was called for several events
 */
public record Handled(
        String group,
        String routingKey,
        Optional<DomainEvent> event,
        int attempt,
        Verdict verdict,
        Optional<Throwable> failure,
        Duration took) {

    /** What was decided about a delivery. */
    public enum Verdict {
        /** The handler returned. */
        DONE,
        /** It was handled before; the handler was not called. */
        DUPLICATE,
        /** It will come again after a delay. */
        RETRY_LATER,
        /** It is a dead letter now. */
        DEAD,
        /** Nothing was decided: it goes back to the queue. */
        GIVEN_BACK,
        /** It is in the queue of the other group of a {@link Share}, which takes effect for it. */
        FORWARDED,
        /** A shadow could not handle it, and it does not come again. */
        LEFT,
        /** The queue of a shadow was full and lost it, so no handler was called. */
        DROPPED
    }
}
