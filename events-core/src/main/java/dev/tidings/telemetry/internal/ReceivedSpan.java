package dev.tidings.telemetry.internal;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import java.util.function.Supplier;

/** The span that headers name, as the current one. */
final class ReceivedSpan {
    private static final TextMapGetter<Map<String, String>> HEADERS =
            (headers, name) -> headers == null ? null : headers.get(name);

    private ReceivedSpan() {}

    static <T> T during(Map<String, String> headers, Supplier<T> work) {
        return W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), headers, HEADERS)
                .wrapSupplier(work)
                .get();
    }
}
