package dev.tidings.telemetry.internal;

import java.util.function.LongSupplier;

/** Decides once, when first asked, whether anything is counted. */
final class PresentMeters {
    static final Meters METERS =
            Library.has("io.micrometer.core.instrument.Metrics") ? new MicrometerMeters() : new DoNothing();

    private PresentMeters() {}

    private static final class DoNothing implements Meters {
        @Override
        public Counter counter(String name, String... tags) {
            return more -> {};
        }

        @Override
        public Timer timer(String name, String... tags) {
            return nanos -> {};
        }

        @Override
        public Reading gauge(String name, LongSupplier now, String... tags) {
            return () -> {};
        }

        @Override
        public Reading total(String name, LongSupplier soFar, String... tags) {
            return () -> {};
        }
    }
}
