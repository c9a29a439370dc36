package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.IdempotencyKey;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides which events can be recognised again, and by what. */
record Keys(String group) {
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /** The key of an event; empty if its id may repeat for another event, or if it has none. */
    Optional<IdempotencyKey> of(DomainEvent event) {
        if (!event.isIdentified() || !UUID.matcher(event.eventId()).matches()) {
            return Optional.empty();
        }
        String source = event.source().or(event::exchange).orElse("");
        return Optional.of(new IdempotencyKey(group, source, event.eventId()));
    }
}
