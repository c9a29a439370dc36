package dev.tidings.publisher.internal;

import dev.tidings.telemetry.internal.Meters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts per routing key what nobody listens to, and tells it once per key. Beyond 1,000 keys, the others are one. Safe for use by many
 * threads. Not for users.
 */
public final class Unrouted {
    private static final Logger log = LoggerFactory.getLogger(Unrouted.class);
    private static final int MOST_KEYS = 1_000;
    // No routing key has parentheses.
    private static final String OTHERS = "(others)";

    private final Map<String, Meters.Counter> counters = new ConcurrentHashMap<>();
    private final String meter;
    private final String exchange;

    public Unrouted(String meter, String exchange) {
        this.meter = meter;
        this.exchange = exchange;
    }

    /** Counts it, and logs the first of its key. */
    public void tell(String routingKey) {
        if (count(routingKey)) {
            log.warn(
                    "nobody listens: no queue is bound to exchange '{}' for routing key '{}' (told once per key)",
                    exchange,
                    routingKey);
        }
    }

    /** Counts it; whether it is the first of its key. */
    public boolean count(String routingKey) {
        Meters.Counter known = counters.get(routingKey);
        if (known == null) {
            return countNew(routingKey);
        }
        known.add(1);
        return false;
    }

    private synchronized boolean countNew(String routingKey) {
        boolean first = !counters.containsKey(routingKey);
        boolean named = !first || counters.size() < MOST_KEYS;
        counters.computeIfAbsent(named ? routingKey : OTHERS, this::counter).add(1);
        return first && named;
    }

    private Meters.Counter counter(String key) {
        return Meters.present().counter(meter, "exchange", exchange, "routing.key", key);
    }
}
