package dev.tidings.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was at one path, and from when. Thread-safe. */
final class OwnerHistory {
    private static final int KEPT = 100;

    /** @param state empty if it was removed */
    private record Change(long nanos, Optional<OwnerState> state) {}

    private final List<Change> changes = new ArrayList<>();
    private boolean isWhole = true;

    synchronized void add(long nanos, Optional<OwnerState> state) {
        changes.add(new Change(nanos, state));
        if (changes.size() > KEPT) {
            changes.remove(0);
            isWhole = false;
        }
    }

    synchronized Optional<OwnerState> at(OwnerView view, long now) {
        int seen = changes.size() - 1;
        while (seen >= 0 && now - changes.get(seen).nanos() < view.ago().toNanos()) {
            seen--;
        }
        seen -= view.changes();
        if (seen < 0 && isWhole) {
            return Optional.empty();
        }
        return changes.get(Math.max(seen, 0)).state();
    }
}
