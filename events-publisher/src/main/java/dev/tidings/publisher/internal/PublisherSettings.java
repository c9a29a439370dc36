package dev.tidings.publisher.internal;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.Exchange;
import dev.tidings.events.RawMessage;
import dev.tidings.telemetry.internal.TraceContext;
import java.time.Duration;

/**
 * What a publisher was told. Not for users: {@code EventPublisher.Spec} makes it.
 *
 * @param exchange where to
 * @param source the service events come from, where they do not say; "" leaves it open
 * @param prefix of the routing key, where events have none; "" for none
 * @param routeRequired whether an event that no queue wants is an error
 * @param deadline from the call to the outcome
 * @param window how many may be outstanding
 * @param format how events are written
 */
@CheckReturnValue
public record PublisherSettings(
        Exchange exchange,
        String source,
        String prefix,
        boolean routeRequired,
        Duration deadline,
        int window,
        EventFormat format) {
    private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(100);
    private static final Duration LONGEST_CONFIRM_TIMEOUT = Duration.ofSeconds(5);
    private static final int LARGEST_WINDOW = 100_000;

    public PublisherSettings {
        if (deadline.compareTo(SHORTEST_DEADLINE) < 0) {
            throw new IllegalArgumentException("a deadline of " + deadline + " for publishing to '" + exchange.name()
                    + "' is too short for a confirm; give at least " + SHORTEST_DEADLINE);
        }
        if (window < 1 || window > LARGEST_WINDOW) {
            throw new IllegalArgumentException("a window of " + window + " for publishing to '" + exchange.name()
                    + "' is not possible; give 1 to " + LARGEST_WINDOW);
        }
    }

    /** With defaults for all but the exchange. */
    public static PublisherSettings to(Exchange exchange) {
        return new PublisherSettings(exchange, "", "", false, Duration.ofSeconds(10), 1_000, EventFormat.standard());
    }

    public PublisherSettings withSource(String service) {
        return new PublisherSettings(exchange, service, prefix, routeRequired, deadline, window, format);
    }

    public PublisherSettings withPrefix(String words) {
        return new PublisherSettings(exchange, source, words, routeRequired, deadline, window, format);
    }

    public PublisherSettings withRouteRequired() {
        return new PublisherSettings(exchange, source, prefix, true, deadline, window, format);
    }

    public PublisherSettings withDeadline(Duration perPublish) {
        return new PublisherSettings(exchange, source, prefix, routeRequired, perPublish, window, format);
    }

    public PublisherSettings withWindow(int outstanding) {
        return new PublisherSettings(exchange, source, prefix, routeRequired, deadline, outstanding, format);
    }

    public PublisherSettings withFormat(EventFormat other) {
        return new PublisherSettings(exchange, source, prefix, routeRequired, deadline, window, other);
    }

    /** The event as this publisher sends it: with its source and prefix where the event left them open. */
    public DomainEvent complete(DomainEvent event) {
        DomainEvent sourced = source.isEmpty() || event.source().isPresent() ? event : event.from(source);
        return prefix.isEmpty() || !sourced.prefix().isEmpty() ? sourced : sourced.under(prefix);
    }

    /** Half of the deadline leaves time for a second try on another connection. */
    public Duration confirmTimeout() {
        Duration half = deadline.dividedBy(2);
        return half.compareTo(LONGEST_CONFIRM_TIMEOUT) < 0 ? half : LONGEST_CONFIRM_TIMEOUT;
    }

    /** The message of a complete event, with the trace of the span that is current in this thread. */
    public RawMessage message(DomainEvent complete) {
        return TraceContext.onto(format.write(complete, exchange.name()));
    }
}
