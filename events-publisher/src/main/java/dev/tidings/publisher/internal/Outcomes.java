package dev.tidings.publisher.internal;

import dev.tidings.broker.internal.Verdict;
import dev.tidings.telemetry.internal.Meters;

/** Counts publishes to one exchange by their outcome. Resolved once; safe for use by many threads. Not for users. */
public final class Outcomes {
    private final Meters.Counter routed;
    private final Meters.Counter unrouted;
    private final Meters.Counter notPublished;
    private final Meters.Counter unknown;

    public Outcomes(String meter, String exchange) {
        routed = counter(meter, exchange, "routed");
        unrouted = counter(meter, exchange, "unrouted");
        notPublished = counter(meter, exchange, "not_published");
        unknown = counter(meter, exchange, "unknown");
    }

    private static Meters.Counter counter(String meter, String exchange, String outcome) {
        return Meters.present().counter(meter, "exchange", exchange, "outcome", outcome);
    }

    public void count(Verdict.Kind kind) {
        Meters.Counter counter = switch (kind) {
            case ROUTED -> routed;
            case UNROUTED -> unrouted;
            case NOT_SENT, REFUSED -> notPublished;
            case UNKNOWN -> unknown;
        };
        counter.add(1);
    }
}
