package dev.tidings.outbox;

import dev.tidings.events.RawMessage;

/**
 * A pending row.
 *
 * @param seq its number; rows of one entity are published in this order
 * @param slot what a relay must have leased to publish it
 * @param entity the hash of the event's ids
 */
record Row(long seq, int slot, long entity, String exchange, String routingKey, String properties, String body) {

    /** @throws IllegalArgumentException if there is no message in it */
    RawMessage message() {
        return StoredMessage.message(exchange, routingKey, properties, body);
    }
}
