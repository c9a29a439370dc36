package dev.tidings.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event being made or copied. Stays in the thread that makes it. */
final class Draft {
    final String type;

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

    void identify(String id) {
        eventId = Rules.shortString("event id", id);
        identity = Identity.GIVEN;
    }

    void version(long number) {
        version = OptionalLong.of(Rules.version(number));
    }

    void occurredAt(Instant time) {
        occurredAt = Optional.of(Rules.occurredAt(time));
        timeGiven = true;
    }

    /** An event made here and now. */
    DomainEvent fresh() {
        occurredAt = Optional.of(Instant.now().truncatedTo(ChronoUnit.MILLIS));
        return new DomainEvent(this);
    }
}
