package dev.tidings.owner;

import dev.tidings.telemetry.internal.Meters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** What is counted of the requests to one owner. Safe for use by many threads. */
final class OwnerMeters {
    private static final String OWNER = "owner";
    private static final String RESOURCE = "resource";

    private final Meters meters = Meters.present();
    private final Map<String, Meters.Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, Meters.Counter> joined = new ConcurrentHashMap<>();
    private final String host;

    /** @param isOpen whether requests are not sent for now; read for as long as this process lives */
    OwnerMeters(String host, BooleanSupplier isOpen) {
        this.host = host;
        Meters.Reading unused = meters.gauge("tidings.owner.paused", () -> isOpen.getAsBoolean() ? 1 : 0, OWNER, host);
    }

    void asked(Template template, Outcome outcome, long nanos) {
        requests.computeIfAbsent(
                        template + " " + outcome.tag(),
                        key -> meters.timer(
                                "tidings.owner.requests",
                                OWNER,
                                host,
                                RESOURCE,
                                template.toString(),
                                "outcome",
                                outcome.tag()))
                .record(nanos);
    }

    /** Somebody joined a request that was not sent yet. */
    void joined(Template template) {
        joined.computeIfAbsent(
                        template.toString(),
                        key -> meters.counter("tidings.owner.joined", OWNER, host, RESOURCE, template.toString()))
                .add(1);
    }
}
