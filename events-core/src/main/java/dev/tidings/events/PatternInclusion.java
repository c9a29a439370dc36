package dev.tidings.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a union of patterns matches all that one pattern matches: a subset construction with antichains.
 *
 * <p>A word that no pattern names is matched by wildcards only, and whatever takes it takes every word. So the covered pattern's
 * wildcards need to be tried with such a word only, and then each of its states has at most two ways on.
 *
 * @see <a href="https://doi.org/10.1007/11817963_5">De Wulf et al., Antichains: a new algorithm for checking universality</a>
 */
final class PatternInclusion {
    // Inclusion in a union is as hard as the tautology of a formula. Far beyond what a group's bindings need.
    private static final int MOST_COMPARISONS = 2_000_000;

    private final List<PatternAutomaton> union;
    private final int[] offsets;
    private final Map<Integer, List<BitSet>> seen = new HashMap<>();
    private final Deque<Pair> open = new ArrayDeque<>();
    private int comparisons;

    /** A state of the covered pattern, with all states in which the union may be meanwhile. */
    private record Pair(int state, BitSet states) {}

    PatternInclusion(List<List<String>> union) {
        this.union = union.stream().map(PatternAutomaton::of).toList();
        this.offsets = new int[union.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + this.union.get(i - 1).end() + 1;
        }
    }

    /** True if it covers; false if it does not, or the search was given up. */
    boolean covers(List<String> pattern) {
        PatternAutomaton covered = PatternAutomaton.of(pattern);
        BitSet start = new BitSet();
        for (int i = 0; i < offsets.length; i++) {
            union.get(i).enter(0, offsets[i], start);
        }
        visit(covered, 0, start);
        while (!open.isEmpty() && comparisons < MOST_COMPARISONS) {
            Pair pair = open.removeLast();
            if (pair.state() == covered.end()) {
                if (!accepts(pair.states())) {
                    return false;
                }
                continue;
            }
            String literal = covered.literal(pair.state());
            visit(covered, covered.isAny(pair.state()) ? pair.state() : pair.state() + 1, step(pair.states(), literal));
        }
        return open.isEmpty();
    }

    /** Keeps a pair for later unless it is certain to be covered, or a harder one with the same state was seen. */
    private void visit(PatternAutomaton covered, int state, BitSet states) {
        if (covered.isAny(state)) {
            visit(covered, state + 1, states);
        }
        if (isCertain(covered, state, states)) {
            return;
        }
        List<BitSet> harder = seen.computeIfAbsent(state, ignored -> new ArrayList<>());
        for (BitSet other : harder) {
            comparisons++;
            if (isSubset(other, states)) {
                return;
            }
        }
        harder.removeIf(other -> isSubset(states, other));
        harder.add(states);
        open.add(new Pair(state, states));
    }

    private boolean isCertain(PatternAutomaton covered, int state, BitSet states) {
        for (int i = 0; i < offsets.length; i++) {
            PatternAutomaton pattern = union.get(i);
            for (int other = 0; other <= pattern.end(); other++) {
                if (states.get(offsets[i] + other)
                        && (pattern.takesAll(other) || pattern.sameRest(other, covered, state))) {
                    return true;
                }
            }
        }
        return false;
    }

    private BitSet step(BitSet states, @Nullable String word) {
        BitSet reached = new BitSet();
        for (int i = 0; i < offsets.length; i++) {
            PatternAutomaton pattern = union.get(i);
            int end = offsets[i] + pattern.end();
            for (int state = states.nextSetBit(offsets[i]);
                    state >= 0 && state <= end;
                    state = states.nextSetBit(state + 1)) {
                pattern.step(state - offsets[i], word, offsets[i], reached);
            }
        }
        return reached;
    }

    private boolean accepts(BitSet states) {
        for (int i = 0; i < offsets.length; i++) {
            if (states.get(offsets[i] + union.get(i).end())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSubset(BitSet small, BitSet large) {
        return small.stream().allMatch(large::get);
    }
}
