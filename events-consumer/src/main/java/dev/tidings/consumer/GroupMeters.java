package dev.tidings.consumer;

import dev.tidings.telemetry.internal.Meters;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What a group counts. Safe for use by many threads. */
final class GroupMeters implements AutoCloseable {
    private static final String GROUP = "group";

    private final Map<Handled.Verdict, Meters.Counter> handled = new EnumMap<>(Handled.Verdict.class);
    private final Meters.Timer handling;
    private final Meters.Counter unrecognised;
    private final List<Meters.Reading> readings;

    /**
     * @param atHand how many deliveries wait here or are being handled
     * @param isPaused whether the group pauses
     */
    GroupMeters(String group, LongSupplier atHand, BooleanSupplier isPaused) {
        Meters meters = Meters.present();
        for (Handled.Verdict verdict : Handled.Verdict.values()) {
            String name = verdict.name().toLowerCase(Locale.ROOT);
            handled.put(verdict, meters.counter("tidings.consumer.handled", GROUP, group, "verdict", name));
        }
        this.handling = meters.timer("tidings.consumer.handling", GROUP, group);
        this.unrecognised = meters.counter("tidings.consumer.unrecognised", GROUP, group);
        this.readings = List.of(
                meters.gauge("tidings.consumer.at.hand", atHand, GROUP, group),
                meters.gauge("tidings.consumer.paused", () -> isPaused.getAsBoolean() ? 1 : 0, GROUP, group));
    }

    void handled(Handled one) {
        handled.getOrDefault(one.verdict(), more -> {}).add(1);
        if (!one.took().isZero()) {
            handling.record(one.took().toNanos());
        }
    }

    /** Events without an id that could be recognised when they come again. */
    void unrecognised(long events) {
        if (events > 0) {
            unrecognised.add(events);
        }
    }

    @Override
    public void close() {
        readings.forEach(Meters.Reading::close);
    }
}
