package dev.tidings.tracking;

import java.util.Comparator;

/**
 * What is counted together.
 *
 * @param bucket when it began, in seconds since 1970
 */
record Slot(long bucket, Kind kind) implements Comparable<Slot> {
    private static final Comparator<Slot> ORDER = Comparator.comparingLong(Slot::bucket)
            .thenComparing(slot -> slot.kind().exchange())
            .thenComparing(slot -> slot.kind().routingKey());

    @Override
    public int compareTo(Slot other) {
        return ORDER.compare(this, other);
    }
}
