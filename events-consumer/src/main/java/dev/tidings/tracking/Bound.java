package dev.tidings.tracking;

import dev.tidings.events.BindingPattern;
import java.util.function.Predicate;

/**
 * A binding that the broker told of. Where it cannot be seen what it lets through, it counts as hearing everything: a key is called
 * unheard only if it certainly is.
 */
record Bound(String name, String source, Predicate<String> keys) implements Bindings.Listener {

    /**
     * A binding of an exchange.
     *
     * @param name what is bound to it
     * @param type how the exchange routes; another word than {@code topic}, {@code direct} and {@code fanout} is not understood
     */
    static Bound to(String source, String type, String bindingKey, String name) {
        return new Bound(
                name,
                source,
                switch (type) {
                    case "topic" -> matching(bindingKey);
                    case "direct" -> bindingKey::equals;
                    default -> key -> true;
                });
    }

    /** Patterns of others may have characters that ours have not. */
    private static Predicate<String> matching(String pattern) {
        try {
            return BindingPattern.of(pattern)::matches;
        } catch (IllegalArgumentException e) {
            return pattern.contains("*") || pattern.contains("#") ? key -> true : pattern::equals;
        }
    }

    @Override
    public boolean hears(String exchange, String routingKey) {
        return source.equals(exchange) && keys.test(routingKey);
    }
}
