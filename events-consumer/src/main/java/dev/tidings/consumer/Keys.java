package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which events can be recognised again, and by what.
 *
 * @param sources whose ids are unique although they are not UUIDs
 * @param headers of which each value stands for one event of its type and ids
 */
@CheckReturnValue
record Keys(Set<String> sources, Set<String> headers) {
    private static final int UUID_LENGTH = 36;

    static Keys ofUuids() {
        return new Keys(Set.of(), Set.of());
    }

    Keys trusting(String source) {
        return new Keys(and(sources, source), headers);
    }

    Keys unique(String header) {
        return new Keys(sources, and(headers, header));
    }

    private static Set<String> and(Set<String> some, String one) {
        return Stream.concat(some.stream(), Stream.of(one)).collect(Collectors.toUnmodifiableSet());
    }

    /** What to claim for an event; empty if its id may repeat for another event, or if it has none. */
    Optional<ClaimRequest> request(String group, DomainEvent event) {
        String source = event.source().or(event::exchange).orElse("");
        return id(event, source)
                .map(id -> new ClaimRequest(new IdempotencyKey(group, source, id), Fingerprint.of(event)));
    }

    private Optional<String> id(DomainEvent event, String source) {
        if (event.isIdentified() && (isUuid(event.eventId()) || sources.contains(source))) {
            return Optional.of(event.eventId());
        }
        return headers.stream()
                .filter(header -> event.header(header).isPresent())
                .findFirst()
                .map(header -> event.type() + " " + event.ids() + " " + header + " "
                        + event.header(header).orElseThrow());
    }

    private static boolean isUuid(String id) {
        if (id.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? id.charAt(i) != '-' : Character.digit(id.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
