package dev.tidings.events;

/**
 * The key an event is published with: words of {@code A-Z a-z 0-9 _ -} separated by dots, such as {@code user.deleted}, at most
 * 255 bytes. Immutable; equal when the text is.
 *
 * @see <a href="https://www.rabbitmq.com/tutorials/tutorial-five-java">Topics in RabbitMQ</a>
 */
public final class RoutingKey {
    private final String text;

    private RoutingKey(String text) {
        this.text = text;
    }

    /** The key written as {@code text}; an {@link IllegalArgumentException} says which rule it breaks. */
    public static RoutingKey of(String text) {
        return new RoutingKey(checked("Routing key", text));
    }

    /** The text, if it is a valid key; {@code what} begins the message if not. */
    static String checked(String what, String text) {
        if (text.length() > Rules.SHORT_STRING) {
            throw new IllegalArgumentException(what + " " + Quote.of(text) + " has " + text.length()
                    + " characters, but AMQP carries at most 255 bytes; use fewer or shorter words");
        }
        boolean atStart = true;
        boolean valid = true;
        for (int i = 0; valid && i < text.length(); i++) {
            char c = text.charAt(i);
            valid = c == '.' ? !atStart : Rules.isWordCharacter(c);
            atStart = c == '.';
        }
        if (!valid || atStart) {
            throw new IllegalArgumentException(what + " " + Quote.of(text)
                    + " is not words of A-Z a-z 0-9 _ - separated by single dots; write it like 'user.deleted'");
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoutingKey that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
