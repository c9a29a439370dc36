package dev.tidings.events;

/**
 * Reads events that others write in their own shape. Called by many threads at once.
 *
 * <p>It says what it knows: the type, the ids, perhaps the fields, the version, the time. What it leaves open is completed from
 * the message, see {@link RawMessage#readWith}. An exception means that the message is unreadable. It has no limits of its own:
 * look at the body's length before parsing. A producer that puts its keys into headers only:
 *
 * <pre>{@code
 * EventReader headersOnly = message ->
 *     DomainEvent.of(message.routingKey(), "user_id", message.header("user-id").orElseThrow());
 * }</pre>
 */
@FunctionalInterface
public interface EventReader {
    /** The event that the message stands for; any exception makes the message unreadable, with that cause. */
    DomainEvent read(RawMessage message) throws Exception;
}
