package dev.tidings.publisher;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.Exchange;
import java.time.Duration;

/** What a publisher was told. */
@CheckReturnValue
record PublisherSettings(
        Exchange exchange,
        String source,
        String prefix,
        boolean routeRequired,
        Duration deadline,
        int window,
        EventFormat format) {
    private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(100);
    private static final int LARGEST_WINDOW = 100_000;

    PublisherSettings {
        if (deadline.compareTo(SHORTEST_DEADLINE) < 0) {
            throw new IllegalArgumentException("a deadline of " + deadline + " for publishing to '" + exchange.name()
                    + "' is too short for a confirm; give at least " + SHORTEST_DEADLINE);
        }
        if (window < 1 || window > LARGEST_WINDOW) {
            throw new IllegalArgumentException("a window of " + window + " for publishing to '" + exchange.name()
                    + "' is not possible; give 1 to " + LARGEST_WINDOW);
        }
    }

    static PublisherSettings to(Exchange exchange) {
        return new PublisherSettings(exchange, "", "", false, Duration.ofSeconds(10), 1_000, EventFormat.standard());
    }

    PublisherSettings withSource(String service) {
        return new PublisherSettings(exchange, service, prefix, routeRequired, deadline, window, format);
    }

    PublisherSettings withPrefix(String words) {
        return new PublisherSettings(exchange, source, words, routeRequired, deadline, window, format);
    }

    PublisherSettings withRouteRequired() {
        return new PublisherSettings(exchange, source, prefix, true, deadline, window, format);
    }

    PublisherSettings withDeadline(Duration perPublish) {
        return new PublisherSettings(exchange, source, prefix, routeRequired, perPublish, window, format);
    }

    PublisherSettings withWindow(int outstanding) {
        return new PublisherSettings(exchange, source, prefix, routeRequired, deadline, outstanding, format);
    }

    PublisherSettings withFormat(EventFormat other) {
        return new PublisherSettings(exchange, source, prefix, routeRequired, deadline, window, other);
    }

    /** The event as this publisher sends it: with its source and prefix where the event left them open. */
    DomainEvent complete(DomainEvent event) {
        DomainEvent sourced = source.isEmpty() || event.source().isPresent() ? event : event.from(source);
        return prefix.isEmpty() || !sourced.prefix().isEmpty() ? sourced : sourced.under(prefix);
    }
}
