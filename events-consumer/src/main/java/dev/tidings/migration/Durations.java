package dev.tidings.migration;

import java.time.Duration;
import java.util.Locale;

/** Durations for people: three digits and a unit. */
final class Durations {
    private static final double MICROS = 1e3;
    private static final double MILLIS = 1e6;
    private static final double SECONDS = 1e9;

    private Durations() {}

    static String words(Latency latency, Duration percentile) {
        return latency.outcomes() == 0 ? "–" : words(percentile);
    }

    private static String words(Duration duration) {
        double nanos = duration.toSeconds() * SECONDS + duration.toNanosPart();
        if (nanos >= SECONDS) {
            return number(nanos / SECONDS) + " s";
        }
        return nanos >= MILLIS ? number(nanos / MILLIS) + " ms" : number(nanos / MICROS) + " µs";
    }

    private static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
