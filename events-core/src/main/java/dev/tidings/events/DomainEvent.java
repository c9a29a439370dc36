package dev.tidings.events;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * That something changed, and which entity to ask its owner about; never the new values. Immutable and safe for many threads.
 *
 * <p>The event id is made by {@code of}: publish the same object twice and it is the same event. The routing key is
 * {@code [prefix.]type}, at most 255 bytes. An id is a {@code long}, a {@link UUID} or 1 to 64 characters of
 * {@code A-Z a-z 0-9 _ . : -}; an event has 1 to 8 of them, and names at most 100 changed fields. What breaks a rule is refused
 * with {@link IllegalArgumentException}.
 *
 * <p>Two events are equal when all that goes on the wire is equal: event id, routing key, type, ids (as text), fields, version,
 * time, source and correlation id. Headers and exchange belong to one delivery and do not count.
 */
@CheckReturnValue
public final class DomainEvent {
    private final Draft content;
    private final String eventId;
    private final String routingKey;

    /** The draft is handed over: nobody changes it afterwards. */
    DomainEvent(Draft draft) {
        content = draft;
        eventId = draft.eventId == null ? EventId.next() : draft.eventId;
        routingKey = draft.routingKey == null ? keyOf(draft.prefix, draft.type) : draft.routingKey;
    }

    private static String keyOf(String prefix, String type) {
        return prefix.isEmpty() ? type : RoutingKey.checked("Routing key", prefix + "." + type);
    }

    Draft draft() {
        return content.copy(eventId);
    }

    private DomainEvent with(Consumer<Draft> change) {
        Draft copy = draft();
        change.accept(copy);
        return new DomainEvent(copy);
    }

    public static DomainEvent of(String type, String idName, long id) {
        Draft draft = new Draft(type);
        draft.ids = Ids.NONE.and(idName, id);
        return draft.fresh();
    }

    public static DomainEvent of(String type, String idName, String id) {
        Draft draft = new Draft(type);
        draft.ids = Ids.NONE.and(idName, id);
        return draft.fresh();
    }

    public static DomainEvent of(String type, String idName, UUID id) {
        return of(type, idName, id.toString());
    }

    /**
     * An event with the ids of a record: the component {@code orderId} is written {@code order_id}. Components are long, int,
     * Long, Integer, String or UUID, and at most one {@code Set<String> fields}. The record may be private.
     */
    public static DomainEvent of(String type, Record ids) {
        Draft draft = new Draft(type);
        RecordShape.of(ids.getClass()).write(ids, draft);
        return draft.fresh();
    }

    /** With one more id; the entity is all of them together. */
    public DomainEvent and(String idName, long id) {
        return with(draft -> draft.ids = draft.ids.and(idName, id));
    }

    /** With one more id; the entity is all of them together. */
    public DomainEvent and(String idName, String id) {
        return with(draft -> draft.ids = draft.ids.and(idName, id));
    }

    /** With one more id; the entity is all of them together. */
    public DomainEvent and(String idName, UUID id) {
        return and(idName, id.toString());
    }

    /** Names what changed, in addition to what was named before: names, never values. None at all means anything. */
    public DomainEvent changed(String... fieldNames) {
        return with(draft -> draft.changed(Arrays.asList(fieldNames)));
    }

    /** The entity's version after the change, from 0 upward. */
    public DomainEvent version(long entityVersion) {
        return with(draft -> draft.version(entityVersion));
    }

    /** When it changed, cut to milliseconds; now by default. */
    public DomainEvent occurredAt(Instant time) {
        return with(draft -> draft.occurredAt(time));
    }

    /** Under a tenant or region: {@code under("shop.eu")} makes the routing key {@code shop.eu.profile.updated}. */
    public DomainEvent under(String prefix) {
        RoutingKey.checked("Prefix", prefix);
        return with(draft -> {
            draft.prefix = prefix;
            draft.routingKey = null;
        });
    }

    /** With an id that ties it to a request or to other events: 1 to 255 printable bytes. */
    public DomainEvent correlatedWith(String correlationId) {
        return with(draft -> draft.correlationId = Optional.of(Rules.shortString("correlation id", correlationId)));
    }

    /** From this service: 1 to 255 printable bytes. Where absent, the publisher says its own. */
    public DomainEvent from(String source) {
        return with(draft -> draft.source = Optional.of(Rules.shortString("source", source)));
    }

    /** With an id found in a foreign message instead of a random one: 1 to 255 printable bytes. */
    public DomainEvent identifiedBy(String eventId) {
        return with(draft -> draft.identify(eventId));
    }

    /** The event's identity, together with its source, or its exchange where it has none. */
    public String eventId() {
        return eventId;
    }

    /** False where it came without an id: {@link #eventId()} is random then, and the same event cannot be recognised again. */
    public boolean isIdentified() {
        return content.identity != Draft.Identity.UNKNOWN;
    }

    public String type() {
        return content.type;
    }

    /** What stands before the type in the routing key; {@code ""} where nothing does. */
    public String prefix() {
        return content.prefix;
    }

    /** The key it is published with, or was received with. A received one may be any text. */
    public String routingKey() {
        return routingKey;
    }

    /** The id as text; {@link UnreadableEventException} where there is none of this name. */
    public String id(String name) {
        String id = content.ids.texts().get(name);
        if (id == null) {
            throw new UnreadableEventException("The event has no id " + Quote.of(name) + "; it has "
                    + Quote.bare(String.join(", ", content.ids.texts().keySet()), 80) + "; ask for one of these");
        }
        return id;
    }

    /** The id as a number; {@link UnreadableEventException} where there is none of this name, or it is no {@code long}. */
    public long longId(String name) {
        String id = id(name);
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException notANumber) {
            throw new UnreadableEventException(
                    "Id " + name + " is " + Quote.of(id)
                            + ", not a whole number that fits a long; ask for it as text with id(name)",
                    notANumber);
        }
    }

    /** All ids as text, in the order written. */
    public Map<String, String> ids() {
        return content.ids.texts();
    }

    boolean isNumber(String idName) {
        return content.ids.isNumber(idName);
    }

    /** The names of what changed; empty means anything. */
    public Set<String> fields() {
        return content.fields;
    }

    /**
     * The ids as a record: component {@code orderId} is the id {@code order_id}, else {@code orderId} itself. Ids without a
     * component are left out. {@link UnreadableEventException} where one is missing, of another kind, or refused by the record.
     */
    public <T extends Record> T as(Class<T> type) {
        return type.cast(RecordShape.of(type).read(this));
    }

    public OptionalLong version() {
        return content.version;
    }

    /** When it changed; empty where a received message does not say. */
    public Optional<Instant> occurredAt() {
        return content.occurredAt;
    }

    public Optional<String> source() {
        return content.source;
    }

    public Optional<String> correlationId() {
        return content.correlationId;
    }

    /** The exchange it was received from; empty where it was made here. */
    public Optional<String> exchange() {
        return content.exchange;
    }

    /** A header it was received with, as text; empty where absent, a table or a list. Read only: writing one would be a value. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(content.headers.get(name)).flatMap(HeaderValue::text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainEvent that
                && eventId.equals(that.eventId)
                && routingKey.equals(that.routingKey)
                && content.isSameAs(that.content);
    }

    @Override
    public int hashCode() {
        return eventId.hashCode();
    }

    /** One printable line: routing key, ids, fields, version, event id and source. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(Quote.bare(routingKey, Rules.SHORT_STRING)).append(content.ids);
        if (!content.fields.isEmpty()) {
            line.append(content.fields);
        }
        content.version.ifPresent(number -> line.append(" version ").append(number));
        line.append(" id ").append(eventId);
        content.source.ifPresent(service -> line.append(" from ").append(service));
        return line.toString();
    }
}
