package dev.tidings.migration.baton;

import dev.tidings.migration.Side;
import java.util.ArrayList;
import java.util.List;

/** What comes after a phase. */
final class Following {
    private Following() {}

    static List<String> inTheWay(State state, Gate gate) {
        return switch (state.phase()) {
            case NOT_STARTED, FINISHED -> List.of();
            case SHADOW, CANARY -> {
                List<String> all = new ArrayList<>(gate.ofSides());
                all.addAll(gate.ofBackFills());
                yield all;
            }
            case CUT_OVER, FINISHING -> gate.ofSides();
        };
    }

    static String words(State state, List<Instance> instances) {
        return switch (state.phase()) {
            case NOT_STARTED -> "start(\"v2\") begins";
            case SHADOW -> "canary(percent, report) gives the new side a share, cutOver(report) all";
            case CANARY -> "canary(percent, report) with another share, cutOver(report), or rollback()";
            case CUT_OVER -> "finish() ends it for good; rollback() gives all back";
            case FINISHING -> finishing(state, instances);
            case FINISHED -> "the old side can be taken away; start(…) with another name begins the next migration";
        };
    }

    private static String finishing(State state, List<Instance> instances) {
        if (!isNewBound(state, instances)) {
            return "by itself: an instance of the new side binds " + state.newQueue();
        }
        long full = instances.stream()
                .filter(instance -> instance.is(Side.OLD) && !instance.isGone() && !isEmpty(state, instance))
                .count();
        return full > 0
                ? "by itself: the old side unbinds " + state.oldQueue() + " and sends on the rest; instances not done: "
                        + full
                : "by itself: an instance of the old side looks whether " + state.oldQueue() + " is empty";
    }

    static boolean isNewBound(State state, List<Instance> instances) {
        return instances.stream()
                .anyMatch(instance -> instance.is(Side.NEW)
                        && instance.isLive()
                        && instance.isBound()
                        && instance.epoch() == state.epoch());
    }

    /** Whether nothing is left on the old side, and nothing comes to it. */
    static boolean isOldEmpty(State state, List<Instance> instances) {
        List<Instance> old = instances.stream()
                .filter(instance -> instance.is(Side.OLD) && !instance.isGone())
                .toList();
        return !old.isEmpty() && old.stream().allMatch(instance -> isEmpty(state, instance));
    }

    private static boolean isEmpty(State state, Instance instance) {
        return instance.isDrained() && instance.isBound() && instance.epoch() == state.epoch();
    }
}
