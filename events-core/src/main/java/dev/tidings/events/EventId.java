package dev.tidings.events;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Makes event ids: UUIDs of version 7 that grow with every call, also within a millisecond and when the clock steps back.
 * Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-6.2">RFC 9562, 6.2, method 2</a>
 */
final class EventId {
    private static final EventId IDS = new EventId(System::currentTimeMillis, new SecureRandom());

    private static final long HIGH_BITS = 0xFFF;
    private static final long LOW_BITS = (1L << 62) - 1;

    private final LongSupplier clock;
    private final SecureRandom random;
    // Asking SecureRandom for a few bytes costs as much as for many.
    private final byte[] pool = new byte[4096];
    private int used = pool.length;

    private long millis = -1;
    private long high;
    private long low;

    EventId(LongSupplier clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    static String next() {
        return IDS.make().toString();
    }

    synchronized UUID make() {
        long now = clock.getAsLong();
        if (now > millis) {
            restart(now);
        } else {
            advance();
        }
        return new UUID((millis << 16) | 0x7000 | high, 0x8000_0000_0000_0000L | low);
    }

    private void restart(long now) {
        millis = now;
        // The top bit stays free, so that a millisecond has room to count.
        high = bytes(2) & (HIGH_BITS >> 1);
        low = bytes(8) & LOW_BITS;
    }

    private void advance() {
        low += 1 + (bytes(4) & 0xFFFF_FFFFL);
        if (low > LOW_BITS) {
            low &= LOW_BITS;
            high++;
        }
        if (high > HIGH_BITS) {
            restart(millis + 1);
        }
    }

    private long bytes(int count) {
        if (used + count > pool.length) {
            random.nextBytes(pool);
            used = 0;
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 8) | (pool[used] & 0xFF);
            // What is given out is forgotten: a dump of the heap tells no past id.
            pool[used++] = 0;
        }
        return value;
    }
}
