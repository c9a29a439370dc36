package dev.tidings.migration.baton;

import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Sampling;
import dev.tidings.migration.Side;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the baton of a group is.
 *
 * @param next the name of the new side; empty before a start, as is its queue
 * @param slots the new side has the entities whose slot is below
 */
record State(
        String group,
        String next,
        String oldQueue,
        String newQueue,
        Phase phase,
        long epoch,
        int slots,
        Instant movedAt) {
    static final int ALL = Sampling.all().slots();

    /** Before anybody has begun. */
    static State none(String group) {
        return new State(group, "", group, "", Phase.NOT_STARTED, 0, 0, Instant.EPOCH);
    }

    /** The queue of the side that has the event's entity. */
    String ownerOf(DomainEvent event) {
        if (slots == 0 || slots == ALL) {
            return slots == 0 ? oldQueue : newQueue;
        }
        return Sampling.slot(Outcome.entityOf(event.ids())) < slots ? newQueue : oldQueue;
    }

    /** Which side a queue is of; empty if of none. */
    Optional<Side> sideOf(String queue) {
        if (queue.equals(oldQueue)) {
            return Optional.of(Side.OLD);
        }
        return queue.equals(newQueue) ? Optional.of(Side.NEW) : Optional.empty();
    }

    boolean isLeaving() {
        return phase == Phase.FINISHING || phase == Phase.FINISHED;
    }

    /** What outcomes of both sides are recorded under. */
    String comparison() {
        return group + "/" + next;
    }

    State started(String other) {
        String from = phase == Phase.FINISHED ? newQueue : oldQueue;
        return new State(group, other, from, group + "." + other, Phase.SHADOW, epoch, 0, movedAt);
    }

    State moved(Phase to, int share) {
        return new State(group, next, oldQueue, newQueue, to, epoch, share, movedAt);
    }

    static double percent(int slots) {
        return slots * 100.0 / ALL;
    }

    static String percentWords(int slots) {
        return slots == 0 ? "0 %" : new Sampling(slots).toString();
    }
}
