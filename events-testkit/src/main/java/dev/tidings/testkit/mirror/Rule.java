package dev.tidings.testkit.mirror;

import dev.tidings.mirror.Change;
import dev.tidings.mirror.Copy;
import dev.tidings.mirror.Copy.State;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One case of the rules in {@link Change}: what is there, if anything, and what comes.
 *
 * @param same whether that is written if it has the same version
 */
record Rule(Optional<State> there, State comes, boolean same) {
    /** Of what is there. */
    static final Version VERSION = new Version(2, 5);

    static final List<Version> LOWER = List.of(new Version(1, 9), new Version(0, 5), new Version(2, 4));
    static final List<Version> HIGHER = List.of(new Version(3, 1), new Version(9, 5), new Version(2, 6));

    private static final List<Rule> OVER_SOMETHING = List.of(
            over(State.PRESENT, State.PRESENT, false),
            over(State.PRESENT, State.REMOVED, true),
            over(State.PRESENT, State.MISSING, true),
            over(State.REMOVED, State.PRESENT, false),
            over(State.REMOVED, State.REMOVED, true),
            over(State.REMOVED, State.MISSING, false),
            over(State.MISSING, State.PRESENT, true),
            over(State.MISSING, State.REMOVED, true),
            over(State.MISSING, State.MISSING, true));

    /** A rule with the version of what comes. */
    record Case(Rule rule, Version version) {
        boolean isWritten() {
            int order = version.compareTo(VERSION);
            return rule.there.isEmpty() || order > 0 || (order == 0 && rule.same);
        }

        Copy expected(EntityKey entity) {
            return isWritten()
                    ? new Copy(entity, version, rule.comes)
                    : new Copy(entity, VERSION, rule.there.orElseThrow());
        }

        @Override
        public String toString() {
            String over = rule.there.map(state -> state + " " + VERSION).orElse("nothing");
            return rule.comes + " " + version + " over " + over + (isWritten() ? " is written" : " is not written");
        }
    }

    private static Rule over(State there, State comes, boolean same) {
        return new Rule(Optional.of(there), comes, same);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (State state : State.values()) {
            cases.add(new Case(new Rule(Optional.empty(), state, true), VERSION));
        }
        for (Rule rule : OVER_SOMETHING) {
            LOWER.forEach(version -> cases.add(new Case(rule, version)));
            cases.add(new Case(rule, VERSION));
            HIGHER.forEach(version -> cases.add(new Case(rule, version)));
        }
        return cases;
    }
}
