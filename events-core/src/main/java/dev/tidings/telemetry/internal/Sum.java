package dev.tidings.telemetry.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Figures of the same name, added up: a registry reads one object for a name, and there may be two publishers to one exchange. */
final class Sum {
    private final List<LongSupplier> parts = new ArrayList<>();
    private long kept;

    synchronized void add(LongSupplier part) {
        parts.add(part);
    }

    /** Takes one away; whether it was the last. */
    synchronized boolean remove(LongSupplier part) {
        return parts.remove(part) && parts.isEmpty();
    }

    /** Takes one away, and keeps what it has counted. */
    synchronized void retire(LongSupplier part) {
        if (parts.remove(part)) {
            kept += part.getAsLong();
        }
    }

    synchronized double value() {
        long value = kept;
        for (LongSupplier part : parts) {
            value += part.getAsLong();
        }
        return value;
    }
}
