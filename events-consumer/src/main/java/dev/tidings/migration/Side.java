package dev.tidings.migration;

/** Who decided. */
public enum Side {
    /** The system that is live. In a run that measures noise: its first instance. */
    OLD,
    /** The system that is to replace it. In a run that measures noise: a second instance of the old one. */
    NEW
}
