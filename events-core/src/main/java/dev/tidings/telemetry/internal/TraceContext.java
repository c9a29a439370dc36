package dev.tidings.telemetry.internal;

import dev.tidings.events.RawMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's current span and W3C headers, where OpenTelemetry is on the class path. Not for users. Safe for many threads. */
public final class TraceContext {
    /** The header that names the span. */
    public static final String PARENT = "traceparent";

    /** The header that says more about the same span; means nothing without the other. */
    public static final String STATE = "tracestate";

    private static final boolean PRESENT = Library.has("io.opentelemetry.api.trace.Span");
    private static final Supplier<Map<String, String>> CURRENT = PRESENT ? new OpenTelemetrySpan() : Map::of;

    private TraceContext() {}

    /**
     * {@code traceparent}, and {@code tracestate} if there is any, of the span that is current in this thread. Empty without
     * OpenTelemetry, and where no valid span is current.
     *
     * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
     */
    public static Map<String, String> current() {
        return CURRENT.get();
    }

    /**
     * The message in the trace of the span that is current in this thread.
     *
     * <p>A current span wins over the trace that a forwarded message came with: this publish is its child, and what it came with is that
     * span's own parent or an earlier one. Without a current span, the message keeps the trace it came with.
     */
    public static RawMessage onto(RawMessage message) {
        Map<String, String> trace = current();
        if (trace.isEmpty()) {
            return message;
        }
        Map<String, Object> headers = new LinkedHashMap<>(message.headers());
        // It belongs to the span it came with, not to the current one.
        headers.remove(STATE);
        headers.putAll(trace);
        return new RawMessage(message.exchange(), message.routingKey(), message.properties(), headers, message.body());
    }

    /**
     * Does something while the span that a message came with is current in this thread. Just does it without OpenTelemetry, and where
     * the message names none.
     *
     * @param parent the header {@code traceparent}, whatever it holds
     * @param state the header {@code tracestate}
     */
    public static <T> T continuing(@Nullable Object parent, @Nullable Object state, Supplier<T> work) {
        if (!PRESENT || !(parent instanceof String span)) {
            return work.get();
        }
        Map<String, String> headers =
                state instanceof String more ? Map.of(PARENT, span, STATE, more) : Map.of(PARENT, span);
        return ReceivedSpan.during(headers, work);
    }
}
