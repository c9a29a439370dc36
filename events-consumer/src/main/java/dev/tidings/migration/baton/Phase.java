package dev.tidings.migration.baton;

import java.util.Locale;

/** How far a migration is. */
public enum Phase {
    /** The group has a baton, and nobody is to get it. The first side has every entity. */
    NOT_STARTED,
    /** The old side has every entity; the new one shows what it would do. */
    SHADOW,
    /** The new side has some entities. */
    CANARY,
    /** The new side has every entity. The old side forwards what comes to its queue. */
    CUT_OVER,
    /** The new side's queue is bound, then the old one's is not any more, and what is left in it is forwarded. */
    FINISHING,
    /** The old side is empty, and nothing comes to it. There is no way back. */
    FINISHED;

    static Phase of(String words) {
        return valueOf(words.toUpperCase(Locale.ROOT));
    }
}
