package dev.tidings.consumer;

import dev.tidings.telemetry.internal.Meters;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What a group counts. Safe for use by many threads. */
final class GroupMeters implements AutoCloseable {
    private static final String GROUP = "group";
    private static final int MOST_ATTEMPTS = 21;

    private final Map<Handled.Verdict, Meters.Counter> handled = new EnumMap<>(Handled.Verdict.class);
    private final Map<Integer, Meters.Counter> attempts = new ConcurrentHashMap<>();
    private final Meters meters = Meters.present();
    private final String group;
    private final Meters.Timer handling;
    private final Meters.Counter unrecognised;
    private final List<Meters.Reading> readings;

    /**
     * @param atHand how many deliveries wait here or are being handled
     * @param isPaused whether the group pauses
     * @param backlog how many events wait at the broker
     */
    GroupMeters(String group, LongSupplier atHand, BooleanSupplier isPaused, LongSupplier backlog) {
        this.group = group;
        for (Handled.Verdict verdict : Handled.Verdict.values()) {
            String name = verdict.name().toLowerCase(Locale.ROOT);
            handled.put(verdict, meters.counter("tidings.consumer.handled", GROUP, group, "verdict", name));
        }
        this.handling = meters.timer("tidings.consumer.handling", GROUP, group);
        this.unrecognised = meters.counter("tidings.consumer.unrecognised", GROUP, group);
        this.readings = List.of(
                meters.gauge("tidings.consumer.at.hand", atHand, GROUP, group),
                meters.gauge("tidings.consumer.backlog", backlog, GROUP, group),
                meters.gauge("tidings.consumer.paused", () -> isPaused.getAsBoolean() ? 1 : 0, GROUP, group));
    }

    private Meters.Counter attempts(int attempt) {
        return meters.counter("tidings.consumer.attempts", GROUP, group, "attempt", String.valueOf(attempt));
    }

    void handled(Handled one) {
        handled.getOrDefault(one.verdict(), more -> {}).add(1);
        if (!one.took().isZero()) {
            attempts.computeIfAbsent(Math.min(one.attempt(), MOST_ATTEMPTS), this::attempts)
                    .add(1);
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
