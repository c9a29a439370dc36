package dev.tidings.migration.baton;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A step from one state to another.
 *
 * @param name what it is called in an error
 * @param from the phases that it can begin in
 */
record Move(Entry.Action action, String name, String subject, Set<Phase> from, UnaryOperator<State> to, Kind kind) {

    /** What has to be asked before. */
    enum Kind {
        /** Nothing. */
        FREE,
        /** Whether the new side may have more than it has. */
        MORE,
        /** Whether both sides run. */
        SIDES
    }

    private static final Set<Phase> MOVABLE = EnumSet.of(Phase.SHADOW, Phase.CANARY, Phase.CUT_OVER);

    static Move start(String next) {
        return new Move(
                Entry.Action.START,
                "start(\"" + next + "\")",
                next,
                EnumSet.of(Phase.NOT_STARTED, Phase.SHADOW, Phase.FINISHED),
                state -> state.next().equals(next) ? state : state.started(next),
                Kind.FREE);
    }

    static Move canary(int slots) {
        return new Move(
                Entry.Action.CANARY,
                "canary(" + State.percent(slots) + ")",
                "",
                MOVABLE,
                state -> state.moved(Phase.CANARY, slots),
                Kind.MORE);
    }

    static Move cutOver() {
        return new Move(
                Entry.Action.CUT_OVER,
                "cutOver()",
                "",
                MOVABLE,
                state -> state.moved(Phase.CUT_OVER, State.ALL),
                Kind.MORE);
    }

    static Move rollback() {
        return new Move(
                Entry.Action.ROLLBACK, "rollback()", "", MOVABLE, state -> state.moved(Phase.SHADOW, 0), Kind.FREE);
    }

    static Move finish() {
        return new Move(
                Entry.Action.FINISH,
                "finish()",
                "",
                EnumSet.of(Phase.CUT_OVER, Phase.FINISHING, Phase.FINISHED),
                state -> state.phase() == Phase.CUT_OVER ? state.moved(Phase.FINISHING, State.ALL) : state,
                Kind.SIDES);
    }

    /** @throws BatonRefusedException if it cannot begin in this phase */
    State from(State state) {
        // Begun again, it is what is there; in whatever phase.
        boolean isThere = action == Entry.Action.START
                && !state.next().isEmpty()
                && to.apply(state).equals(state);
        if (!isThere && !from.contains(state.phase())) {
            throw new BatonRefusedException(
                    name + " of group '" + state.group() + "' was refused",
                    List.of("it is in the phase " + state.phase() + ", and this begins in " + from),
                    wayOut(state));
        }
        return to.apply(state);
    }

    private static String wayOut(State state) {
        return switch (state.phase()) {
            case NOT_STARTED -> "start(name) comes first";
            case SHADOW -> "canary(percent, report) or cutOver(report) come first";
            case CANARY -> "cutOver(report) or rollback() come first";
            case CUT_OVER -> "rollback() or finish() come first";
            case FINISHING -> "There is no way back from there; wait for FINISHED, and start(name) another migration";
            case FINISHED -> "There is no way back from there; start(name) another migration";
        };
    }

    List<String> against(State now, State next, Gate gate, Basis basis) {
        return switch (kind) {
            case FREE -> List.of();
            case MORE -> next.slots() > now.slots() ? gate.againstMore(basis.report()) : List.of();
            case SIDES -> gate.ofSides();
        };
    }
}
