package dev.tidings.consumer;

import dev.tidings.events.RawMessage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a group could not handle.
 *
 * @param message as it was first published, with the headers that say what became of it
 * @param reason why it is dead
 * @param exception the class of what was thrown; "" if nobody says
 * @param failure what was wrong, in words; "" if nobody says
 * @param attempts how often it was tried; 0 if nobody says
 * @param died when it became a dead letter; empty if nobody says
 */
public record DeadLetter(
        RawMessage message, Reason reason, String exception, String failure, int attempts, Optional<Instant> died) {

    static DeadLetter of(RawMessage received) {
        return new DeadLetter(
                Letter.original(received),
                reason(told(received, "reason")),
                told(received, "exception"),
                told(received, "message"),
                received.headers().get(Letter.FAILURE + "attempts") instanceof Number number ? number.intValue() : 0,
                time(told(received, "at")));
    }

    private static String told(RawMessage received, String what) {
        return received.header(Letter.FAILURE + what).orElse("");
    }

    private static Reason reason(String name) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findAny()
                .orElse(Reason.OTHER);
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
