package dev.tidings.telemetry.internal;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The only class that touches Micrometer. */
final class MicrometerMeters implements Meters {
    private final MeterRegistry registry = Metrics.globalRegistry;
    private final Map<Key, Gauged> gauges = new HashMap<>();
    private final Map<Key, Sum> totals = new HashMap<>();

    private record Key(String name, List<String> tags) {}

    private record Gauged(Sum sum, Meter meter) {}

    @Override
    public Counter counter(String name, String... tags) {
        return io.micrometer.core.instrument.Counter.builder(name).tags(tags).register(registry)::increment;
    }

    @Override
    public Timer timer(String name, String... tags) {
        io.micrometer.core.instrument.Timer timer =
                io.micrometer.core.instrument.Timer.builder(name).tags(tags).register(registry);
        return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized Reading gauge(String name, LongSupplier now, String... tags) {
        Key key = new Key(name, List.of(tags));
        Gauged gauged = gauges.computeIfAbsent(key, this::gauged);
        gauged.sum().add(now);
        return () -> end(key, gauged, now);
    }

    private Gauged gauged(Key key) {
        Sum sum = new Sum();
        return new Gauged(
                sum, Gauge.builder(key.name(), sum, Sum::value).tags(array(key)).register(registry));
    }

    private synchronized void end(Key key, Gauged gauged, LongSupplier now) {
        if (gauged.sum().remove(now)) {
            gauges.remove(key);
            registry.remove(gauged.meter());
        }
    }

    @Override
    public synchronized Reading total(String name, LongSupplier soFar, String... tags) {
        Sum sum = totals.computeIfAbsent(new Key(name, List.of(tags)), this::totalled);
        sum.add(soFar);
        return () -> sum.retire(soFar);
    }

    private Sum totalled(Key key) {
        Sum sum = new Sum();
        FunctionCounter.builder(key.name(), sum, Sum::value).tags(array(key)).register(registry);
        return sum;
    }

    private static String[] array(Key key) {
        return key.tags().toArray(String[]::new);
    }
}
