package dev.tidings.events;

import java.util.Collection;
import java.util.Map;

/** How much room headers take: names and values, in bytes. */
final class HeaderSize {
    private static final int SCALAR = 8;

    private HeaderSize() {}

    /** Refuses headers past the limits. */
    static void check(Map<String, Object> headers, ReadLimits limits) {
        long size = size(headers, limits.depth(), limits);
        if (size > limits.headerBytes()) {
            throw new UnreadableEventException("The headers have " + size + " bytes, the limit is "
                    + limits.headerBytes() + "; raise it with ReadLimits.headerBytes, or let the producer send less");
        }
    }

    private static long size(Object value, int depthLeft, ReadLimits limits) {
        if (value instanceof String text) {
            return Rules.utf8Length(text);
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        boolean nested = value instanceof Map || value instanceof Collection;
        if (nested && depthLeft == 0) {
            throw new UnreadableEventException("The headers nest deeper than the limit of " + limits.depth()
                    + "; raise it with ReadLimits.depth, or let the producer send flat headers");
        }
        long size = SCALAR;
        if (value instanceof Map<?, ?> table) {
            for (Map.Entry<?, ?> entry : table.entrySet()) {
                size += size(entry.getKey(), 0, limits) + size(entry.getValue(), depthLeft - 1, limits);
            }
        } else if (value instanceof Collection<?> list) {
            for (Object element : list) {
                size += size(element, depthLeft - 1, limits);
            }
        }
        return size;
    }
}
