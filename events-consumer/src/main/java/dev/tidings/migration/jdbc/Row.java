package dev.tidings.migration.jdbc;

import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Outcome.Answer;
import dev.tidings.migration.Result;
import dev.tidings.migration.Result.Effect;
import dev.tidings.migration.Result.Failed;
import dev.tidings.migration.Side;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** An outcome as a row, in the order of the columns of {@link Sql}. */
record Row(Dialect dialect) {
    private static final String EFFECT = "effect";
    private static final String FAILED = "failed";

    void set(PreparedStatement statement, Outcome outcome) throws SQLException {
        int place = 1;
        statement.setString(place++, outcome.comparison());
        statement.setString(place++, outcome.eventId());
        statement.setString(place++, outcome.side().name().toLowerCase(Locale.ROOT));
        statement.setString(place++, outcome.routingKey());
        statement.setString(place++, outcome.entity());
        statement.setString(place++, String.join(",", outcome.changed()));
        statement.setString(place++, outcome.answer().name().toLowerCase(Locale.ROOT));
        statement.setString(place++, outcome.inputHash().orElse(null));
        statement.setString(
                place++,
                outcome.result() instanceof Effect effect ? effect.json() : ((Failed) outcome.result()).reason());
        statement.setLong(place++, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(outcome.took())));
        statement.setObject(place++, dialect.stored(outcome.at()));
        statement.setString(place, outcome.result() instanceof Effect ? EFFECT : FAILED);
    }

    /** What another language has written and cannot be read is a failure of its side, so that it is seen. */
    Outcome read(ResultSet row) throws SQLException {
        Side side = side(row.getString(3));
        try {
            return new Outcome(
                    row.getString(1),
                    row.getString(2),
                    side,
                    row.getString(4),
                    row.getString(5),
                    new TreeSet<>(fields(row.getString(6))),
                    Answer.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(row.getString(8)),
                    result(row.getString(12), row.getString(9)),
                    Duration.of(row.getLong(10), ChronoUnit.MICROS),
                    dialect.time(row, 11));
        } catch (IllegalArgumentException e) {
            return unreadable(row, side, e);
        }
    }

    private Outcome unreadable(ResultSet row, Side side, IllegalArgumentException why) throws SQLException {
        return new Outcome(
                row.getString(1),
                row.getString(2),
                side,
                "?",
                "?",
                new TreeSet<>(),
                Answer.NONE,
                Optional.empty(),
                Result.failed("its row cannot be read: " + why.getMessage()),
                Duration.ZERO,
                dialect.time(row, 11));
    }

    private static Side side(String text) {
        return text.equals("old") ? Side.OLD : Side.NEW;
    }

    private static List<String> fields(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static Result result(String kind, String body) {
        return switch (kind) {
            case EFFECT -> new Effect(body);
            case FAILED -> Result.failed(body);
            default -> throw new IllegalArgumentException("its result is neither effect nor failed");
        };
    }
}
