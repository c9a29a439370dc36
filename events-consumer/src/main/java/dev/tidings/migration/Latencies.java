package dev.tidings.migration;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** Counts durations in buckets that are 1/32 of a power of two of microseconds wide, so that any number of them fits. */
final class Latencies {
    private static final int BITS = 5;
    private static final int PARTS = 1 << BITS;
    private static final int EXACT = 2 * PARTS;

    private final long[] buckets = new long[EXACT + (Long.SIZE - BITS) * PARTS];
    private long count;

    void add(Duration took) {
        buckets[bucket(TimeUnit.MICROSECONDS.convert(took))]++;
        count++;
    }

    private static int bucket(long micros) {
        if (micros < EXACT) {
            return (int) micros;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - BITS;
        return shift * PARTS + (int) (micros >> shift);
    }

    /** The last duration of a bucket. */
    private static long end(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int shift = bucket / PARTS - 1;
        return ((long) (bucket - shift * PARTS + 1) << shift) - 1;
    }

    Latency latency() {
        return new Latency(count, percentile(0.5), percentile(0.99));
    }

    private Duration percentile(double share) {
        long rank = (long) Math.ceil(count * share);
        long passed = 0;
        for (int i = 0; i < buckets.length && count > 0; i++) {
            passed += buckets[i];
            if (passed >= rank) {
                return Duration.of(end(i), ChronoUnit.MICROS);
            }
        }
        return Duration.ZERO;
    }
}
