package dev.tidings.outbox;

import dev.tidings.broker.internal.Verdict;
import dev.tidings.publisher.internal.Outcomes;
import dev.tidings.publisher.internal.Unrouted;
import dev.tidings.telemetry.internal.Meters;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What one relay counts: the broker's answers by their outcome, what was set aside, and for how long the oldest event has been pending.
 * The age goes on growing while the table cannot be read.
 */
final class RelayMeters implements AutoCloseable {
    private final Outcomes outcomes;
    private final Unrouted unrouted;
    private final Meters.Counter setAside;
    private final Meters.Reading age;
    private volatile Optional<Long> pendingSince = Optional.empty();

    RelayMeters(String exchange) {
        outcomes = new Outcomes("tidings.outbox.published", exchange);
        unrouted = new Unrouted("tidings.outbox.unrouted", exchange);
        setAside = Meters.present().counter("tidings.outbox.set.aside", "exchange", exchange);
        age = Meters.present().gauge("tidings.outbox.oldest.age", this::ageInSeconds, "exchange", exchange);
    }

    private long ageInSeconds() {
        return pendingSince
                .map(since -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since))
                .orElse(0L);
    }

    void answered(Row row, Verdict.Kind kind) {
        outcomes.count(kind);
        if (kind == Verdict.Kind.UNROUTED) {
            unrouted.tell(row.routingKey());
        }
    }

    void setAside() {
        setAside.add(1);
    }

    /** For how long the oldest event has been pending now, if there is one. */
    void oldest(Optional<Duration> pendingFor) {
        pendingSince = pendingFor.map(pending -> System.nanoTime() - pending.toNanos());
    }

    /** Takes back what is read from this relay; what was counted stays. */
    @Override
    public void close() {
        age.close();
    }
}
