package dev.tidings.telemetry.internal;

import java.util.Map;
import java.util.function.Supplier;

/** The current OpenTelemetry span as W3C headers, where OpenTelemetry is on the class path. Not for users. Safe for many threads. */
public final class TraceContext {
    /** The header that names the span. */
    public static final String PARENT = "traceparent";

    /** The header that says more about the same span; means nothing without the other. */
    public static final String STATE = "tracestate";

    private static final Supplier<Map<String, String>> CURRENT =
            Library.has("io.opentelemetry.api.trace.Span") ? new OpenTelemetrySpan() : Map::of;

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
}
