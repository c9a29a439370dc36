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
    // Inclusion in a union is as hard as the tautology of a formula, so some end must be set; a group's bindings are
    // far from it.
    private static final long MOST_STEPS = 5_000_000;

    private final PatternAutomaton covered;
    private final List<PatternAutomaton> union;
    private final int[] offsets;
    private final Map<Integer, BitSet> certain = new HashMap<>();
    private final Map<Integer, List<BitSet>> seen = new HashMap<>();
    private final Deque<Pair> open = new ArrayDeque<>();
    private long steps;

    /** A state of the covered pattern, with all states in which the union may be meanwhile. */
    private record Pair(int state, BitSet states) {}

    PatternInclusion(List<String> covered, List<List<String>> union) {
        this.covered = PatternAutomaton.of(covered);
        this.union = union.stream().map(PatternAutomaton::of).toList();
        this.offsets = new int[union.size()];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset += this.union.get(i).end() + 1;
        }
    }

    /** True if it is covered; false if it is not, or the search was given up. */
    boolean holds() {
        BitSet start = new BitSet();
        for (int i = 0; i < offsets.length; i++) {
            union.get(i).enter(0, offsets[i], start);
        }
        visit(0, start);
        while (!open.isEmpty()) {
            Pair pair = open.removeLast();
            int state = pair.state();
            if (state == covered.end() || steps > MOST_STEPS) {
                // At the end, what is not certain is not accepted.
                return false;
            }
            visit(covered.isAny(state) ? state : state + 1, step(pair.states(), covered.literal(state)));
        }
        return true;
    }

    /** Keeps a pair for later unless it is certain to be covered, or a harder one with the same state was seen. */
    private void visit(int state, BitSet states) {
        if (covered.isAny(state)) {
            visit(state + 1, states);
        }
        if (states.intersects(certain.computeIfAbsent(state, this::certain))) {
            return;
        }
        List<BitSet> harder = seen.computeIfAbsent(state, ignored -> new ArrayList<>());
        steps += harder.size();
        if (harder.stream().noneMatch(other -> isSubset(other, states))) {
            harder.removeIf(other -> isSubset(states, other));
            harder.add(states);
            open.add(new Pair(state, states));
        }
    }

    /** The union's states that accept all that the covered pattern still takes: every key, or the same ones. */
    private BitSet certain(int state) {
        BitSet states = new BitSet();
        for (int i = 0; i < offsets.length; i++) {
            PatternAutomaton pattern = union.get(i);
            for (int other = 0; other <= pattern.end(); other++) {
                if (pattern.takesAll(other) || pattern.sameRest(other, covered, state)) {
                    states.set(offsets[i] + other);
                }
            }
        }
        return states;
    }

    private BitSet step(BitSet states, @Nullable String word) {
        steps += states.cardinality();
        BitSet reached = new BitSet();
        for (int i = 0; i < offsets.length; i++) {
            int end = offsets[i] + union.get(i).end();
            int state = states.nextSetBit(offsets[i]);
            for (; state >= 0 && state <= end; state = states.nextSetBit(state + 1)) {
                union.get(i).step(state - offsets[i], word, offsets[i], reached);
            }
        }
        return reached;
    }

    private static boolean isSubset(BitSet small, BitSet large) {
        return small.stream().allMatch(large::get);
    }
}
