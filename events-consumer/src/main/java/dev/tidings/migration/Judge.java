package dev.tidings.migration;

import dev.tidings.migration.Outcome.Answer;
import dev.tidings.migration.Result.Effect;
import dev.tidings.migration.Result.Failed;
import dev.tidings.migration.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides of one event, from the outcomes that are there. */
record Judge(Rules rules, Sampling sampling, Moves moves, Duration patience, Instant now) {

    Verdict of(Optional<Outcome> old, Optional<Outcome> fresh) {
        if (old.isPresent() && fresh.isPresent()) {
            return both(old.get(), fresh.get());
        }
        Outcome known = old.or(() -> fresh).orElseThrow();
        return new Verdict(ofOne(known), old, fresh, List.of());
    }

    private Kind ofOne(Outcome known) {
        if (known.side() == Side.OLD && !sampling.includes(known.entity())) {
            return Kind.NOT_SAMPLED;
        }
        if (moves.hasHandedOver(known.entity(), known.at())) {
            return Kind.HANDED_OVER;
        }
        if (known.isDropped()) {
            return Kind.DROPPED;
        }
        if (known.at().isAfter(now.minus(patience))) {
            return Kind.PENDING;
        }
        return known.side() == Side.OLD ? Kind.ONLY_OLD : Kind.ONLY_NEW;
    }

    private Verdict both(Outcome old, Outcome fresh) {
        if (old.isDropped() || fresh.isDropped()) {
            return verdict(Kind.DROPPED, old, fresh, List.of());
        }
        if (old.isFailed() && fresh.isFailed()) {
            return verdict(Kind.BOTH_FAILED, old, fresh, List.of());
        }
        if (old.isFailed() || fresh.isFailed()) {
            Difference failure = new Difference(Difference.FAILED, reason(old.result()), reason(fresh.result()));
            return verdict(Kind.DIFFERENT, old, fresh, List.of(failure));
        }
        if (hasMoved(old, fresh)) {
            return verdict(Kind.MOVED, old, fresh, List.of());
        }
        List<Difference> differences = Diff.of((Effect) old.result(), (Effect) fresh.result(), rules);
        return verdict(differences.isEmpty() ? Kind.SAME : Kind.DIFFERENT, old, fresh, differences);
    }

    private static Verdict verdict(Kind kind, Outcome old, Outcome fresh, List<Difference> differences) {
        return new Verdict(kind, Optional.of(old), Optional.of(fresh), differences);
    }

    private static String reason(Result result) {
        return result instanceof Failed failed ? failed.reason() : "";
    }

    /** Where a side does not tell what it read, or has asked nobody, effects are all there is. */
    private static boolean hasMoved(Outcome old, Outcome fresh) {
        if (isAsked(old) && isAsked(fresh) && old.answer() != fresh.answer()) {
            return true;
        }
        return old.inputHash().isPresent()
                && fresh.inputHash().isPresent()
                && !old.inputHash().equals(fresh.inputHash());
    }

    private static boolean isAsked(Outcome outcome) {
        return outcome.answer() != Answer.NONE;
    }
}
