package dev.tidings.events;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which messages of a headers exchange are wanted: those with all of some headers, or with any of them. Immutable.
 *
 * <p>Headers are compared as text, and as a whole; a header that is a number or a flag never matches.
 *
 * @see <a href="https://www.rabbitmq.com/docs/exchanges#headers">Headers exchanges in RabbitMQ</a>
 */
public final class HeaderMatch {
    private static final String MATCH = "x-match";

    private final boolean isAny;
    private final Map<String, String> headers;

    private HeaderMatch(boolean isAny, Map<String, String> headers) {
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("a match without headers takes every message or none; name one header");
        }
        headers.forEach((name, value) -> {
            if (name.isEmpty() || name.startsWith("x-")) {
                throw new IllegalArgumentException("header " + Quote.of(name)
                        + " cannot be matched: brokers ignore headers that begin with 'x-'; use another name");
            }
        });
        this.isAny = isAny;
        this.headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** Messages that have all of these headers. */
    public static HeaderMatch all(Map<String, String> headers) {
        return new HeaderMatch(false, headers);
    }

    /** Messages that have at least one of these headers. */
    public static HeaderMatch any(Map<String, String> headers) {
        return new HeaderMatch(true, headers);
    }

    /** The match that a binding with these arguments makes. */
    public static HeaderMatch of(Map<String, Object> arguments) {
        Map<String, String> headers = new TreeMap<>();
        arguments.forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return new HeaderMatch("any".equals(headers.remove(MATCH)), headers);
    }

    /** Whether a message with these headers is wanted. */
    public boolean matches(Map<String, Object> ofMessage) {
        return mismatch(ofMessage).isEmpty();
    }

    /** Why a message with these headers is not wanted; empty if it is. */
    public Optional<String> mismatch(Map<String, Object> ofMessage) {
        Collection<String> missing = headers.entrySet().stream()
                .filter(wanted -> !wanted.getValue().equals(ofMessage.get(wanted.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        boolean isWanted = isAny ? missing.size() < headers.size() : missing.isEmpty();
        return isWanted ? Optional.empty() : Optional.of("other headers: " + String.join(", ", missing));
    }

    /** Whether every message that this wants is wanted by the other one, too. */
    public boolean isCoveredBy(HeaderMatch other) {
        if (!isAny || headers.size() == 1) {
            return other.isAny
                    ? headers.entrySet().stream().anyMatch(other.headers.entrySet()::contains)
                    : headers.entrySet().containsAll(other.headers.entrySet());
        }
        return other.isAny && other.headers.entrySet().containsAll(headers.entrySet());
    }

    /** The key of the binding, which no exchange of headers compares, and which tells Qpid one binding of a queue from another. */
    public String bindingKey() {
        return UUID.nameUUIDFromBytes(toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The arguments of the binding. */
    public Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>(headers);
        arguments.put(MATCH, isAny ? "any" : "all");
        return arguments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderMatch that && arguments().equals(that.arguments());
    }

    @Override
    public int hashCode() {
        return arguments().hashCode();
    }

    /** {@code all of format=pdf, size=a4}. */
    @Override
    public String toString() {
        return (isAny ? "any of " : "all of ")
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + "=" + header.getValue())
                        .collect(Collectors.joining(", "));
    }
}
