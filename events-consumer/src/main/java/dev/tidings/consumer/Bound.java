package dev.tidings.consumer;

import dev.tidings.broker.internal.Topology;
import dev.tidings.events.BindingPattern;
import dev.tidings.events.HeaderMatch;
import dev.tidings.events.RawMessage;
import java.util.Map;
import java.util.Optional;

/** What is bound, or was once: by routing key, or by headers. */
record Bound(String exchange, BindingPattern pattern, Optional<HeaderMatch> headers) {
    static Bound byKey(String exchange, String pattern) {
        return new Bound(exchange, BindingPattern.of(pattern), Optional.empty());
    }

    static Bound byHeaders(String exchange, HeaderMatch match) {
        return new Bound(exchange, BindingPattern.of("#"), Optional.of(match));
    }

    boolean matches(RawMessage message) {
        return exchange.equals(message.exchange())
                && pattern.matches(message.routingKey())
                && headers.map(match -> match.matches(message.headers())).orElse(true);
    }

    Topology.Binding binding(String queue) {
        return new Topology.Binding(
                queue,
                exchange,
                headers.map(HeaderMatch::bindingKey).orElse(pattern.toString()),
                headers.map(HeaderMatch::arguments).orElse(Map.of()));
    }

    /** What it is called in an error. */
    String words() {
        return headers.map(match -> "match '" + match + "'").orElse("pattern '" + pattern + "'") + " on exchange '"
                + exchange + "'";
    }

    @Override
    public String toString() {
        return exchange + "/" + headers.map(HeaderMatch::toString).orElse(pattern.toString());
    }
}
