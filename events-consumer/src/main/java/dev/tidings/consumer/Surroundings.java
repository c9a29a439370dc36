package dev.tidings.consumer;

import dev.tidings.telemetry.internal.TraceContext;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** What a handler finds on its thread: the event in the log's context, and the trace that the event came with. */
final class Surroundings {
    private static final String EVENT_ID = "tidings.event_id";
    private static final String ROUTING_KEY = "tidings.routing_key";

    private Surroundings() {}

    static <T> T during(Arrival arrival, Supplier<T> work) {
        MDC.put(EVENT_ID, arrival.id());
        MDC.put(ROUTING_KEY, arrival.message().routingKey());
        try {
            Map<String, Object> headers = arrival.message().headers();
            return TraceContext.continuing(headers.get(TraceContext.PARENT), headers.get(TraceContext.STATE), work);
        } finally {
            MDC.remove(EVENT_ID);
            MDC.remove(ROUTING_KEY);
        }
    }
}
