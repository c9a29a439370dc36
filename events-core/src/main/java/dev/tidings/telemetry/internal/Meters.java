package dev.tidings.telemetry.internal;

import java.util.function.LongSupplier;

/**
 * Counts and measures: through Micrometer's global registry where Micrometer is on the class path, else not at all. Not for users.
 *
 * <p>Names have dots. Tags are names and values in turn: {@code counter("tidings.publisher.published", "exchange", "users")}. Ask for a
 * meter once and keep it. It reports to registries that are added later too. All of it is safe for use by many threads.
 */
public interface Meters {

    /** Micrometer's, or those that do nothing. */
    static Meters present() {
        return PresentMeters.METERS;
    }

    /** What is counted from now on. Whoever asks for the same name and tags counts on. */
    Counter counter(String name, String... tags);

    /** How often, and for how long. */
    Timer timer(String name, String... tags);

    /** What is so now. Readings of the same name and tags add up; the meter leaves the registry with the last of them. */
    Reading gauge(String name, LongSupplier now, String... tags);

    /** A count that somebody else keeps, and that only grows. Those of the same name and tags add up, the closed ones too. */
    Reading total(String name, LongSupplier soFar, String... tags);

    /** Counts. */
    @FunctionalInterface
    interface Counter {
        void add(long more);
    }

    /** Measures times. */
    @FunctionalInterface
    interface Timer {
        void record(long nanos);
    }

    /** Reads a figure when somebody looks, until it is closed. A second close does nothing. */
    @FunctionalInterface
    interface Reading extends AutoCloseable {
        @Override
        void close();
    }
}
