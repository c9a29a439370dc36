package dev.tidings.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event consists of, while it is put together by one thread. Once an event is made of it, it does not change. */
final class Draft {
    final String type;

    /** Null until somebody gives one or the event is made. */
    @Nullable
    String eventId;

    Identity identity = Identity.MADE;
    Ids ids = Ids.NONE;
    Set<String> fields = Set.of();
    OptionalLong version = OptionalLong.empty();
    Optional<Instant> occurredAt = Optional.empty();
    boolean timeGiven;
    String prefix = "";

    /** The key a message came with; null where it is made of prefix and type. */
    @Nullable
    String routingKey;

    Optional<String> source = Optional.empty();
    Optional<String> correlationId = Optional.empty();
    Optional<String> exchange = Optional.empty();
    Map<String, Object> headers = Map.of();

    /** Where the event id is from. */
    enum Identity {
        /** Made here, because nobody gave one. */
        MADE,
        /** From the message or the reader. */
        GIVEN,
        /** Made here, because the message has none. */
        UNKNOWN
    }

    Draft(String type) {
        this.type = RoutingKey.checked("Event type", type);
    }

    private Draft(Draft other) {
        type = other.type;
        eventId = other.eventId;
        identity = other.identity;
        ids = other.ids;
        fields = other.fields;
        version = other.version;
        occurredAt = other.occurredAt;
        timeGiven = other.timeGiven;
        prefix = other.prefix;
        routingKey = other.routingKey;
        source = other.source;
        correlationId = other.correlationId;
        exchange = other.exchange;
        headers = other.headers;
    }

    Draft copy(String withEventId) {
        Draft copy = new Draft(this);
        copy.eventId = withEventId;
        return copy;
    }

    /** An event made here and now. */
    DomainEvent fresh() {
        occurredAt = Optional.of(Instant.now().truncatedTo(ChronoUnit.MILLIS));
        return new DomainEvent(this);
    }

    void identify(String id) {
        eventId = Rules.shortString("event id", id);
        identity = Identity.GIVEN;
    }

    void changed(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(fields);
        all.addAll(more);
        fields(all);
    }

    /** All of them, handed over: nobody changes the set afterwards. */
    void fields(Set<String> all) {
        fields = Collections.unmodifiableSet(Rules.fields(all));
    }

    void version(long number) {
        version = OptionalLong.of(Rules.version(number));
    }

    void occurredAt(Instant time) {
        occurredAt = Optional.of(Rules.occurredAt(time));
        timeGiven = true;
    }

    /** Same in all that is written besides event id and routing key. */
    boolean isSameAs(Draft other) {
        return type.equals(other.type)
                && ids.equals(other.ids)
                && fields.equals(other.fields)
                && version.equals(other.version)
                && occurredAt.equals(other.occurredAt)
                && source.equals(other.source)
                && correlationId.equals(other.correlationId);
    }
}
