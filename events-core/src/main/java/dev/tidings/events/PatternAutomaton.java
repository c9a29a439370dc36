package dev.tidings.events;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A binding pattern as an automaton over words: state i means that the first i parts are done, and the last state accepts.
 * A part {@code #} may be skipped, and stays where it is while it takes words.
 *
 * <p>Runs of wildcards are put in one order, {@code *} before {@code #} and one {@code #} at most, which changes no meaning.
 */
final class PatternAutomaton {
    private final List<String> parts;

    private PatternAutomaton(List<String> parts) {
        this.parts = parts;
    }

    static PatternAutomaton of(List<String> words) {
        List<String> parts = new ArrayList<>();
        boolean any = false;
        for (String word : words) {
            if (word.equals(BindingPattern.ANY)) {
                any = true;
                continue;
            }
            if (any && !word.equals(BindingPattern.ONE)) {
                parts.add(BindingPattern.ANY);
                any = false;
            }
            parts.add(word);
        }
        if (any) {
            parts.add(BindingPattern.ANY);
        }
        return new PatternAutomaton(parts);
    }

    int end() {
        return parts.size();
    }

    boolean isAny(int state) {
        return state < end() && parts.get(state).equals(BindingPattern.ANY);
    }

    /** Whether every key is accepted from here. */
    boolean takesAll(int state) {
        return isAny(state) && state + 1 == end();
    }

    /** The word that this state waits for; null where it takes every word, or none at all. */
    @Nullable
    String literal(int state) {
        return state == end() || isAny(state) || parts.get(state).equals(BindingPattern.ONE) ? null : parts.get(state);
    }

    /** Whether what follows from here is the same as what follows there in the other pattern. */
    boolean sameRest(int state, PatternAutomaton other, int otherState) {
        return end() - state == other.end() - otherState
                && parts.subList(state, end()).equals(other.parts.subList(otherState, other.end()));
    }

    /** Adds the state, and the one behind it where it may be skipped. */
    void enter(int state, int offset, BitSet states) {
        states.set(offset + state);
        if (isAny(state)) {
            states.set(offset + state + 1);
        }
    }

    /** Enters what is reached from the state by a word; null is a word that no pattern names. */
    void step(int state, @Nullable String word, int offset, BitSet states) {
        if (state == end()) {
            return;
        }
        String literal = literal(state);
        if (isAny(state)) {
            enter(state, offset, states);
        } else if (literal == null || literal.equals(word)) {
            enter(state + 1, offset, states);
        }
    }

    /** Whether both can be walked to their ends with the same words: the states reached together, in order of their numbers. */
    boolean intersects(PatternAutomaton other) {
        boolean[][] together = new boolean[end() + 2][other.end() + 2];
        together[0][0] = true;
        for (int i = 0; i <= end(); i++) {
            for (int j = 0; j <= other.end(); j++) {
                if (!together[i][j]) {
                    continue;
                }
                together[i + 1][j] |= isAny(i);
                together[i][j + 1] |= other.isAny(j);
                if (i < end() && j < other.end() && agree(literal(i), other.literal(j))) {
                    together[isAny(i) ? i : i + 1][other.isAny(j) ? j : j + 1] = true;
                }
            }
        }
        return together[end()][other.end()];
    }

    private static boolean agree(@Nullable String one, @Nullable String other) {
        return one == null || other == null || one.equals(other);
    }
}
