package dev.tidings.mirror;

import dev.tidings.events.DomainEvent;
import dev.tidings.telemetry.internal.Meters;
import java.time.Duration;
import java.time.Instant;

/** What a mirror counts. Safe for use by many threads. */
final class MirrorMeters {
    private static final String MIRROR = "mirror";

    private final Meters.Counter known;
    private final Meters.Counter written;
    private final Meters.Counter older;
    private final Meters.Timer staleness;

    /** @param mirror what it is called */
    MirrorMeters(String mirror) {
        Meters meters = Meters.present();
        known = meters.counter("tidings.mirror.known", MIRROR, mirror);
        written = meters.counter("tidings.mirror.written", MIRROR, mirror);
        older = meters.counter("tidings.mirror.older", MIRROR, mirror);
        staleness = meters.timer("tidings.mirror.staleness", MIRROR, mirror);
    }

    /** So many events of versions that were there. */
    void known(int events) {
        known.add(events);
    }

    /** @param refused of these changes, since something at least as new was there */
    void written(int changes, int refused) {
        written.add(changes - refused);
        older.add(refused);
    }

    /** From this event's change until now the mirror may have been behind. */
    void refreshed(DomainEvent event) {
        event.occurredAt()
                .map(at -> Duration.between(at, Instant.now()))
                .filter(age -> !age.isNegative())
                .ifPresent(age -> staleness.record(age.toNanos()));
    }
}
