package dev.tidings.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Which share of the entities was handed over to the new side, and since when. Before the first move it had none. Immutable.
 *
 * @param moves in any order
 */
public record Moves(List<Move> moves) {
    /** None at all. */
    public static final Moves NONE = new Moves(List.of());

    /** Sides have clocks of their own, and events that are under way. */
    private static final Duration AROUND = Duration.ofSeconds(10);

    /**
     * Since then the new side had this share.
     *
     * @param percent 0 to 100, of which two decimals count
     */
    public record Move(Instant at, double percent) {
        /** Refuses what is no share. */
        public Move {
            if (!(percent >= 0 && percent <= 100)) {
                throw new IllegalArgumentException("a share of " + percent + " % is none; give 0 to 100");
            }
        }

        private boolean includes(String entity) {
            return percent > 0 && Sampling.percent(percent).includes(entity);
        }
    }

    /** Keeps what it was given, whatever becomes of that list. */
    public Moves {
        moves = moves.stream().sorted(Comparator.comparing(Move::at)).toList();
    }

    /** Whether the entity was the new side's at that time, or within 10 seconds of it. */
    boolean hasHandedOver(String entity, Instant at) {
        Instant from = at.minus(AROUND);
        Instant to = at.plus(AROUND);
        for (int i = 0; i < moves.size(); i++) {
            Move move = moves.get(i);
            boolean isOver = i + 1 < moves.size() && moves.get(i + 1).at().isBefore(from);
            if (!isOver && !move.at().isAfter(to) && move.includes(entity)) {
                return true;
            }
        }
        return false;
    }
}
