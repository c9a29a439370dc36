package dev.tidings.publisher;

import dev.tidings.broker.internal.Verdict;
import dev.tidings.publisher.internal.Outcomes;
import dev.tidings.telemetry.internal.Meters;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What one publisher counts: each publish by its outcome, how long it took, and how many have none yet.
 *
 * <p>All meters are resolved here, once. A publish adds to three of them and allocates nothing.
 */
final class PublisherMeters implements AutoCloseable {
    private final LongAdder inFlight = new LongAdder();
    private final Outcomes outcomes;
    private final Meters.Timer confirm;
    private final Meters.Reading inFlightNow;
    private final Meters.Reading connections;

    PublisherMeters(String exchange, LongSupplier epochs) {
        outcomes = new Outcomes("tidings.publisher.published", exchange);
        Meters meters = Meters.present();
        confirm = meters.timer("tidings.publisher.confirm", "exchange", exchange);
        inFlightNow = meters.gauge("tidings.publisher.in.flight", inFlight::sum, "exchange", exchange);
        connections = meters.total("tidings.publisher.connections", epochs, "exchange", exchange);
    }

    /** A publish begins; returns the time to give back when it ends. */
    long begun() {
        inFlight.increment();
        return System.nanoTime();
    }

    /** A publish has its outcome. */
    void ended(Verdict.Kind kind, long begun) {
        confirm.record(System.nanoTime() - begun);
        outcomes.count(kind);
        inFlight.decrement();
    }

    /** Takes back what is read from this publisher; what was counted stays. */
    @Override
    public void close() {
        inFlightNow.close();
        connections.close();
    }
}
