package dev.tidings.consumer;

import dev.tidings.broker.internal.DelayLadder;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a group sends to itself: a retry, or a dead letter.
 *
 * <p>Sent through the default exchange, so where the event came from is kept in headers. Headers that a broker acts on are never sent
 * again: {@code CC} would deliver elsewhere, {@code x-death} makes the broker drop the message as a loop.
 */
final class Letter {
    static final String ATTEMPT = "tidings-attempt";
    static final String PAUSES = "tidings-pauses";
    static final String EARLY = "tidings-early";
    static final String FORWARDED = "tidings-forwarded";
    static final String EXCHANGE = "tidings-exchange";
    static final String ROUTING_KEY = "tidings-routing-key";
    static final String FAILURE = "tidings-failure-";

    private static final Set<String> BROKERS_OWN = Set.of(
            "CC",
            "BCC",
            "x-death",
            "x-delivery-count",
            "x-acquired-count",
            "x-delay",
            "x-stream-offset",
            DelayLadder.HELD_UNTIL);
    private static final int LONGEST_TEXT = 1_000;

    private Letter() {}

    /** A message as it was first published, wherever it has been since. */
    static RawMessage original(RawMessage received) {
        Optional<String> exchange = received.header(EXCHANGE);
        Optional<String> routingKey = received.header(ROUTING_KEY);
        boolean isOwn = received.exchange().isEmpty() || DelayLadder.isOwn(received.exchange());
        if (!isOwn || exchange.isEmpty() || routingKey.isEmpty()) {
            return received;
        }
        return new RawMessage(
                exchange.get(), routingKey.get(), received.properties(), received.headers(), received.body());
    }

    /** A message that a bounded queue has lost, as it was first published: brokers tell in {@code x-death} where it came from. */
    static RawMessage lost(RawMessage received) {
        if (received.headers().get("x-death") instanceof List<?> deaths
                && !deaths.isEmpty()
                && deaths.get(deaths.size() - 1) instanceof Map<?, ?> first
                && first.get("exchange") instanceof String exchange
                && first.get("routing-keys") instanceof List<?> keys
                && !keys.isEmpty()
                && keys.get(0) instanceof String routingKey) {
            return original(
                    new RawMessage(exchange, routingKey, received.properties(), received.headers(), received.body()));
        }
        return original(received);
    }

    /** Whether the other group of a share has sent it on. */
    static boolean wasForwarded(RawMessage message) {
        return message.headers().containsKey(FORWARDED);
    }

    /** Which attempt this delivery is, from 1. */
    static int attempt(RawMessage message) {
        return Math.max(1, number(message, ATTEMPT));
    }

    /** How often a group has paused because of it. */
    static int pauses(RawMessage message) {
        return Math.max(0, number(message, PAUSES));
    }

    /** How often it came before what it tells of. */
    static int early(RawMessage message) {
        return Math.max(0, number(message, EARLY));
    }

    private static int number(RawMessage message, String header) {
        return message.headers().get(header) instanceof Number number ? number.intValue() : 0;
    }

    /** The message for a queue of tasks. */
    static RawMessage task(RawMessage written, String queue) {
        return to(queue, written, id(written), Map.of());
    }

    /** The message that comes into a queue of tasks after a delay. */
    static RawMessage delayedTask(RawMessage written, String queue, Duration delay) {
        long until = Instant.now().plus(DelayLadder.inSteps(delay)).toEpochMilli();
        RawMessage letter = to(queue, written, id(written), Map.of(DelayLadder.HELD_UNTIL, until));
        return new RawMessage(
                DelayLadder.exchange(),
                DelayLadder.routingKey(delay, queue),
                letter.properties(),
                letter.headers(),
                letter.body());
    }

    /** The message for a delay queue, to come back as this attempt. */
    static RawMessage retry(RawMessage original, String eventId, String queue, int attempt) {
        return to(queue, original, eventId, Map.of(ATTEMPT, attempt));
    }

    /** The message for a delay queue, to come back as the same attempt after so many pauses. */
    static RawMessage afterPause(RawMessage original, String eventId, String queue, int pauses) {
        return to(queue, original, eventId, Map.of(PAUSES, pauses));
    }

    /** The message for a delay queue, to come back as the same attempt after it came too early so often. */
    static RawMessage afterEarly(RawMessage original, String eventId, String queue, int early) {
        return to(queue, original, eventId, Map.of(EARLY, early));
    }

    /** The message for another group that shares the work. */
    static RawMessage forwarded(RawMessage original, String eventId, Share.Destination destination) {
        RawMessage letter = to(destination.queue(), original, eventId, Map.of(FORWARDED, true));
        return destination.exchange().isEmpty()
                ? letter
                : new RawMessage(
                        destination.exchange(),
                        original.routingKey(),
                        letter.properties(),
                        letter.headers(),
                        letter.body());
    }

    /** The message for the group's own queue: a first attempt, and nothing of how it failed. */
    static RawMessage redriven(RawMessage original, String queue) {
        RawMessage letter = to(queue, original, id(original), Map.of());
        Map<String, Object> headers = new LinkedHashMap<>(letter.headers());
        headers.keySet().removeAll(Set.of(ATTEMPT, PAUSES, EARLY));
        return new RawMessage(letter.exchange(), letter.routingKey(), letter.properties(), headers, letter.body());
    }

    /** The message for the queue of dead letters. */
    static RawMessage dead(
            RawMessage original, String eventId, String queue, Reason reason, Throwable failure, int attempts) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(FAILURE + "reason", reason.name());
        told.put(FAILURE + "exception", failure.getClass().getName());
        told.put(FAILURE + "message", oneLine(String.valueOf(failure.getMessage())));
        told.put(FAILURE + "attempts", attempts);
        told.put(FAILURE + "at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        return to(queue, original, eventId, told);
    }

    private static RawMessage to(String queue, RawMessage original, String eventId, Map<String, Object> more) {
        Map<String, Object> headers = new LinkedHashMap<>();
        original.headers().forEach((name, value) -> {
            if (isKept(name)) {
                headers.put(name, value);
            }
        });
        headers.put(EXCHANGE, original.exchange());
        headers.put(ROUTING_KEY, original.routingKey());
        headers.putAll(more);
        MessageProperties properties = original.properties().messageId(eventId);
        return new RawMessage("", queue, properties, headers, original.body());
    }

    private static boolean isKept(String header) {
        return !BROKERS_OWN.contains(header)
                && !header.startsWith("x-first-death-")
                && !header.startsWith("x-last-death-")
                && !header.startsWith(FAILURE);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
    }

    /** The id to send it under: its own, or a new one, since a return is recognised by it. */
    static String id(RawMessage message) {
        return message.properties()
                .messageId()
                .orElseGet(() -> UUID.randomUUID().toString());
    }
}
