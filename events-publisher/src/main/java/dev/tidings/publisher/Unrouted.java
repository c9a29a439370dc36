package dev.tidings.publisher;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once per routing key that nobody listens. Remembers a bounded number of keys; beyond it, tells no more. */
final class Unrouted {
    private static final Logger log = LoggerFactory.getLogger(Unrouted.class);
    private static final int MOST_KEYS = 1_000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final String exchange;

    Unrouted(String exchange) {
        this.exchange = exchange;
    }

    void tell(String routingKey) {
        if (told.size() < MOST_KEYS && told.add(routingKey)) {
            log.warn(
                    "nobody listens: no queue is bound to exchange '{}' for routing key '{}' (told once per key)",
                    exchange,
                    routingKey);
        }
    }
}
