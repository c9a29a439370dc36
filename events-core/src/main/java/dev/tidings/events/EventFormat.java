package dev.tidings.events;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How an event is written on the wire, and read from it. Immutable and safe for many threads.
 *
 * <p>The body is a UTF-8 JSON object: the ids as scalars, then the names of changed fields if any, such as
 * {@code {"user_id":42,"fields":["city"]}}. The rest is in properties and headers, where the two formats differ. Each of them
 * reads both, so a group can follow while producers change over.
 *
 * <p>Reading takes what is absent as left open: a bare {@code {"user_id":42}} without properties is an event. What is there must
 * be right, or {@link UnreadableEventException} says why.
 */
@CheckReturnValue
public final class EventFormat implements EventReader {
    private static final EventFormat STANDARD = new EventFormat(StandardHeaders::write, ReadLimits.defaults());
    private static final EventFormat CLOUD_EVENTS = new EventFormat(CloudEventsHeaders::write, ReadLimits.defaults());

    private static final String JSON = "application/json";
    private static final Set<String> PLAIN_ENCODINGS = Set.of("identity", "utf-8", "utf8");
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TRACE_STATE = Pattern.compile("[ -~]{1,512}");

    private final Headers headers;
    private final ReadLimits limits;
    private final ThinBody bodies;

    /** Writes the headers that are particular to one format. */
    @FunctionalInterface
    private interface Headers {
        void write(DomainEvent event, String exchange, Map<String, Object> headers);
    }

    private EventFormat(Headers headers, ReadLimits limits) {
        this.headers = headers;
        this.limits = limits;
        this.bodies = new ThinBody(limits);
    }

    /** The format of Tidings: {@code message_id}, {@code type}, {@code tidings-version} and so on. */
    public static EventFormat standard() {
        return STANDARD;
    }

    /**
     * CloudEvents 1.0 in binary mode: headers {@code cloudEvents:id}, {@code cloudEvents:source} and so on, with the same
     * properties and body as the standard format, so that an event is the same in both. An event without a source has the
     * exchange's name as its CloudEvents source; it cannot be written to the default exchange, which has none.
     *
     * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0.2</a>
     */
    public static EventFormat cloudEvents() {
        return CLOUD_EVENTS;
    }

    /** This format with other limits on what is read; nothing changes for what is written. */
    public EventFormat limits(ReadLimits limits) {
        return new EventFormat(headers, limits);
    }

    /** The message for the event, to be published persistent to this exchange; {@code ""} is the default exchange. */
    public RawMessage write(DomainEvent event, String exchange) {
        Map<String, Object> written = new LinkedHashMap<>();
        keepTrace(event, "traceparent", TRACE_PARENT, written);
        keepTrace(event, "tracestate", TRACE_STATE, written);
        headers.write(event, exchange, written);
        MessageProperties properties = new MessageProperties(
                Optional.of(event.eventId()),
                Optional.of(event.type()),
                event.source(),
                Optional.of(JSON),
                Optional.empty(),
                event.correlationId(),
                event.occurredAt().map(time -> time.truncatedTo(ChronoUnit.SECONDS)));
        return new RawMessage(exchange, event.routingKey(), properties, written, ThinBody.write(event));
    }

    private static void keepTrace(DomainEvent event, String name, Pattern valid, Map<String, Object> written) {
        event.header(name).filter(valid.asMatchPredicate()).ifPresent(value -> written.put(name, value));
    }

    /** The event of a message in either format, complete as by {@link RawMessage#readWith}. */
    @Override
    public DomainEvent read(RawMessage message) {
        try {
            HeaderSize.check(message.headers(), limits);
            checkContent(message.properties());
            Draft draft =
                    CloudEventsHeaders.in(message) ? CloudEventsHeaders.read(message) : StandardHeaders.read(message);
            bodies.read(message.body(), draft);
            return Reception.complete(draft, message);
        } catch (IllegalArgumentException broken) {
            throw Reception.unreadable(broken);
        }
    }

    private static void checkContent(MessageProperties properties) {
        Reception.said(properties.contentType()).ifPresent(EventFormat::checkContentType);
        Reception.said(properties.contentEncoding()).ifPresent(encoding -> {
            if (!PLAIN_ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("The content encoding is " + Quote.of(encoding)
                        + ", but only plain UTF-8 is read (none, identity, utf-8)");
            }
        });
    }

    private static void checkContentType(String contentType) {
        if (contentType.equals(JSON)) {
            return;
        }
        String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (media.startsWith("application/cloudevents")) {
            throw new IllegalArgumentException("The content type is " + Quote.of(contentType)
                    + ", a structured CloudEvent, but only binary mode is read (headers cloudEvents:*)");
        }
        if (!media.equals(JSON) && !media.equals("text/json") && !media.endsWith("+json")) {
            throw new IllegalArgumentException("The content type is " + Quote.of(contentType)
                    + ", but only JSON is read (none, application/json, text/json, +json)");
        }
    }
}
