package dev.tidings.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a queue is bound with on a topic exchange: words separated by dots, where {@code *} stands for exactly one word and
 * {@code #} for any number of words, none included; at most 255 bytes. RabbitMQ 4.3 binds patterns with at most two {@code #}.
 * Immutable; equal when the text is.
 *
 * <p>Comparisons of patterns are about all keys there could be, without the limit of 255 bytes.
 *
 * @see <a href="https://www.rabbitmq.com/tutorials/tutorial-five-java">Topics in RabbitMQ</a>
 */
public final class BindingPattern {
    static final String ONE = "*";
    static final String ANY = "#";

    private final String text;
    private final List<String> words;
    /** Whether it matches one key only. */
    private final boolean isPlain;

    private BindingPattern(String text) {
        this.text = text;
        this.words = split(text);
        this.isPlain = !words.contains(ONE) && !words.contains(ANY);
    }

    /** The pattern written as {@code text}; an {@link IllegalArgumentException} says which rule it breaks. */
    public static BindingPattern of(String text) {
        if (text.length() > Rules.SHORT_STRING) {
            throw new IllegalArgumentException("Binding pattern " + Quote.of(text) + " has " + text.length()
                    + " characters, but AMQP carries at most 255 bytes; use fewer or shorter words");
        }
        BindingPattern pattern = new BindingPattern(text);
        if (pattern.words.isEmpty() || !pattern.words.stream().allMatch(BindingPattern::isPatternWord)) {
            throw new IllegalArgumentException(
                    "Binding pattern " + Quote.of(text)
                            + " is not * or # or words of A-Z a-z 0-9 _ - separated by single dots; write it like 'user.*' or '#'");
        }
        return pattern;
    }

    private static boolean isPatternWord(String word) {
        return word.equals(ONE)
                || word.equals(ANY)
                || (!word.isEmpty() && word.chars().allMatch(c -> Rules.isWordCharacter((char) c)));
    }

    /** Whether a queue bound with this pattern gets an event published with that key. */
    public boolean matches(RoutingKey key) {
        return matches(key.toString());
    }

    /** As {@link #matches(RoutingKey)}, for a received key, which may be any text: {@code ""} has no words, {@code "a..b"} three. */
    public boolean matches(String receivedKey) {
        if (text.equals(ANY) || (isPlain && text.equals(receivedKey))) {
            return true;
        }
        return !isPlain && matches(split(receivedKey));
    }

    private boolean matches(List<String> key) {
        int next = 0;
        int at = 0;
        int lastAny = -1;
        int heldByAny = 0;
        while (at < key.size()) {
            String word = next < words.size() ? words.get(next) : "";
            if (word.equals(ANY)) {
                lastAny = next++;
                heldByAny = at;
            } else if (next < words.size() && (word.equals(ONE) || word.equals(key.get(at)))) {
                next++;
                at++;
            } else if (lastAny >= 0) {
                // Only the latest # ever needs to hold one word more: an earlier one has nothing to gain.
                next = lastAny + 1;
                at = ++heldByAny;
            } else {
                return false;
            }
        }
        while (next < words.size() && words.get(next).equals(ANY)) {
            next++;
        }
        return next == words.size();
    }

    /** Why a key does not match, in words, such as "two words, the key has four"; empty where it does match. */
    public Optional<String> mismatch(String routingKey) {
        return matches(routingKey) ? Optional.empty() : Optional.of(Mismatch.explain(words, split(routingKey)));
    }

    /** Whether this pattern matches every key that the other one matches. */
    public boolean covers(BindingPattern other) {
        return other.isCoveredBy(List.of(this));
    }

    /**
     * Whether each key this pattern matches is matched by one of the others, so that it adds nothing after them.
     *
     * <p>True is always right. The question is hard in general: for dozens of intertwined patterns the search is given up, and
     * the answer is false.
     */
    public boolean isCoveredBy(Collection<BindingPattern> others) {
        return new PatternInclusion(
                        words, others.stream().map(other -> other.words).toList())
                .holds();
    }

    /** Whether some key is matched by both. */
    public boolean intersects(BindingPattern other) {
        return PatternAutomaton.of(words).intersects(PatternAutomaton.of(other.words));
    }

    /** The words between the dots, as the broker counts them: the empty key has none. */
    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
            words.add(text.substring(start, dot));
            start = dot + 1;
        }
        if (!text.isEmpty()) {
            words.add(text.substring(start));
        }
        return words;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BindingPattern that && text.equals(that.text);
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
