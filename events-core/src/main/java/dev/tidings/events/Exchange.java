package dev.tidings.events;

import java.util.Optional;

/**
 * A named AMQP exchange. It is durable and declared by whoever comes first, unless it is {@link #existing()}. Immutable.
 *
 * <p>The name has 1 to 255 printable bytes. Names beginning with {@code amq.} are the broker's own: such an exchange is existing
 * from the start.
 *
 * @param name the exchange's name
 * @param type how it routes; {@link Type#TOPIC} is the default everywhere
 * @param declared whether it is declared, or only checked
 * @param alternate the exchange that gets what this one cannot route
 * @see <a href="https://www.rabbitmq.com/docs/exchanges">Exchanges in RabbitMQ</a>
 */
@CheckReturnValue
public record Exchange(String name, Type type, boolean declared, Optional<String> alternate) {

    /** How an exchange chooses queues. */
    public enum Type {
        /** By pattern: {@code user.*}, {@code #}. */
        TOPIC,
        /** By equality of the key. */
        DIRECT,
        /** To every queue. */
        FANOUT,
        /** By headers. */
        HEADERS
    }

    public Exchange {
        Rules.shortString("exchange name", name);
        alternate.ifPresent(other -> Rules.shortString("name of the alternate exchange", other));
        if (declared && isReserved(name)) {
            throw new IllegalArgumentException("Exchange " + Quote.of(name)
                    + " cannot be declared: names that begin with 'amq.' belong to the broker; use existing()");
        }
        if (!declared && alternate.isPresent()) {
            throw new IllegalArgumentException(
                    "Exchange " + Quote.of(name)
                            + " exists already, so its alternate exchange cannot be set here; set it where it is declared, or by a policy");
        }
    }

    public static Exchange topic(String name) {
        return of(name, Type.TOPIC);
    }

    public static Exchange direct(String name) {
        return of(name, Type.DIRECT);
    }

    public static Exchange fanout(String name) {
        return of(name, Type.FANOUT);
    }

    public static Exchange headers(String name) {
        return of(name, Type.HEADERS);
    }

    /** Somebody else's: checked, never declared, so it cannot clash with their arguments. Has no alternate. */
    public Exchange existing() {
        return new Exchange(name, type, false, Optional.empty());
    }

    /** With an exchange that gets what this one cannot route; that one is not declared by this. Not for {@link #existing()}. */
    public Exchange alternate(String exchangeName) {
        return new Exchange(name, type, declared, Optional.of(exchangeName));
    }

    private static Exchange of(String name, Type type) {
        return new Exchange(name, type, !isReserved(name), Optional.empty());
    }

    private static boolean isReserved(String name) {
        return name.startsWith("amq.");
    }
}
