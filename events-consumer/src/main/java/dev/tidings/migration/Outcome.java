package dev.tidings.migration;

import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one side did about an event, or would have done. Immutable. What does not fit is refused with an
 * {@link IllegalArgumentException} that names it.
 *
 * @param comparison which one it belongs to, such as {@code billing/v2}: 1 to 100 of {@code A-Z a-z 0-9 _ . : / -}
 * @param eventId by which both sides are joined: 1 to 255 characters
 * @param routingKey of the event: 1 to 255 characters
 * @param entity the event's ids as text, as {@link #entityOf} writes them: 1 to 1,100 characters
 * @param changed the fields that the event names: at most 100, of 1 to 64 characters each and without commas
 * @param answer what the owner answered
 * @param inputHash of what the side read in order to decide, by {@link InputHash}; empty if it read nothing or does not tell
 * @param took from the arrival of the event to the decision; kept to the microsecond
 * @param at when it decided, by the clock of the side; kept to the microsecond
 */
public record Outcome(
        String comparison,
        String eventId,
        Side side,
        String routingKey,
        String entity,
        SortedSet<String> changed,
        Answer answer,
        Optional<String> inputHash,
        Result result,
        Duration took,
        Instant at) {
    private static final Pattern COMPARISON = Pattern.compile("[A-Za-z0-9_.:/-]{1,100}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MOST_TEXT = 255;
    private static final int MOST_ENTITY = 1_100;
    private static final int MOST_FIELDS = 100;
    private static final int MOST_FIELD = 64;

    /** What the owner said of the entity. */
    public enum Answer {
        /** Nobody was asked. */
        NONE,
        /** The owner has it. */
        FOUND,
        /** The owner does not have it, or not any more. */
        GONE
    }

    /** Refuses what does not fit. */
    public Outcome {
        checkedComparison(comparison);
        Texts.checked("event id", eventId, MOST_TEXT);
        Texts.checked("routing key", routingKey, MOST_TEXT);
        Texts.checked("entity", entity, MOST_ENTITY);
        changed = checkedFields(changed);
        if (inputHash.isPresent() && !HASH.matcher(inputHash.get()).matches()) {
            throw new IllegalArgumentException("the input hash '" + Texts.shown(inputHash.get(), 100)
                    + "' of an outcome is no SHA-256; give 64 hexadecimal digits in lower case");
        }
        if (took.isNegative()) {
            throw new IllegalArgumentException("an outcome took " + took + "; give a duration that is not negative");
        }
        took = took.truncatedTo(ChronoUnit.MICROS);
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** Of this event, of whose owner nobody was asked. */
    public static Outcome of(
            String comparison, Side side, DomainEvent event, Result result, Duration took, Instant at) {
        return new Outcome(
                comparison,
                event.eventId(),
                side,
                event.routingKey(),
                entityOf(event.ids()),
                new TreeSet<>(event.fields()),
                Answer.NONE,
                Optional.empty(),
                result,
                took,
                at);
    }

    /** The owner was asked, and the side read this to decide, by {@link InputHash}. */
    public Outcome reading(Answer said, String hash) {
        return new Outcome(
                comparison, eventId, side, routingKey, entity, changed, said, Optional.of(hash), result, took, at);
    }

    /** Ids as text, which both sides must write alike: {@code name=id}, sorted by name, with commas between. */
    public static String entityOf(Map<String, String> ids) {
        return new TreeMap<>(ids)
                .entrySet().stream()
                        .map(id -> id.getKey() + "=" + id.getValue())
                        .collect(Collectors.joining(","));
    }

    /** The same name, if a comparison can have it. */
    public static String checkedComparison(String name) {
        if (!COMPARISON.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + Texts.shown(name, MOST_TEXT)
                    + "' cannot be the name of a comparison; use 1 to 100 of A-Z a-z 0-9 _ . : / -");
        }
        return name;
    }

    private static SortedSet<String> checkedFields(Collection<String> fields) {
        if (fields.size() > MOST_FIELDS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "an outcome names %,d changed fields; at most %d fit, and none at all says that anything may have changed",
                    fields.size(),
                    MOST_FIELDS));
        }
        for (String field : fields) {
            Texts.checked("changed field", field, MOST_FIELD);
            if (field.contains(",")) {
                throw new IllegalArgumentException("the changed field '" + field + "' of an outcome has a comma");
            }
        }
        return Collections.unmodifiableSortedSet(new TreeSet<>(fields));
    }

    boolean isFailed() {
        return result instanceof Result.Failed;
    }

    boolean isDropped() {
        return result.equals(Result.dropped());
    }

    /** Whether it stays where the same side's outcome of the same event was recorded before. */
    boolean replaces(Outcome before) {
        return before.isFailed() && !isFailed();
    }
}
