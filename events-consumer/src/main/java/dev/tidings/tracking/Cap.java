package dev.tidings.tracking;

import java.util.HashSet;
import java.util.Set;

/** Names the first keys that come, and takes the rest of each exchange as one. Not safe for use by several threads. */
final class Cap {
    private final int most;
    private final Set<Kind> named = new HashSet<>();

    Cap(int most) {
        this.most = most;
    }

    /** The key itself, or that of the others. */
    Kind name(Kind kind) {
        return named.contains(kind) || (named.size() < most && named.add(kind)) ? kind : kind.others();
    }
}
