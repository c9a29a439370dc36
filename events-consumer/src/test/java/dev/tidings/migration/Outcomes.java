package dev.tidings.migration;

import dev.tidings.migration.Outcome.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes outcomes. */
public final class Outcomes {
    public static final String COMPARISON = "billing/v2";
    public static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private Outcomes() {}

    public static Outcome outcome(Side side, String eventId, Result result) {
        return new Outcome(
                COMPARISON,
                eventId,
                side,
                "user.updated",
                "user_id=42",
                new TreeSet<>(Set.of("country")),
                Answer.NONE,
                Optional.empty(),
                result,
                Duration.ofMillis(5),
                AT);
    }

    public static Outcome old(String eventId, Map<String, ?> effect) {
        return outcome(Side.OLD, eventId, Result.effect(effect));
    }

    public static Outcome fresh(String eventId, Map<String, ?> effect) {
        return outcome(Side.NEW, eventId, Result.effect(effect));
    }

    public static Outcome at(Outcome outcome, Instant at) {
        return new Outcome(
                outcome.comparison(),
                outcome.eventId(),
                outcome.side(),
                outcome.routingKey(),
                outcome.entity(),
                outcome.changed(),
                outcome.answer(),
                outcome.inputHash(),
                outcome.result(),
                outcome.took(),
                at);
    }

    public static Outcome about(Outcome outcome, String routingKey, String entity) {
        return new Outcome(
                outcome.comparison(),
                outcome.eventId(),
                outcome.side(),
                routingKey,
                entity,
                outcome.changed(),
                outcome.answer(),
                outcome.inputHash(),
                outcome.result(),
                outcome.took(),
                outcome.at());
    }
}
