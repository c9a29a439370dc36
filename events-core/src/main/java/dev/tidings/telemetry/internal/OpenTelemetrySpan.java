package dev.tidings.telemetry.internal;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import java.util.Map;
import java.util.function.Supplier;

/** The current span as headers. */
final class OpenTelemetrySpan implements Supplier<Map<String, String>> {
    private static final String VERSION = "00";
    private static final int LONGEST_STATE = 512;
    private static final int LONG_MEMBER = 128;

    @Override
    public Map<String, String> get() {
        SpanContext span = Span.current().getSpanContext();
        if (!span.isValid()) {
            return Map.of();
        }
        String parent = VERSION + "-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
        String state = state(span.getTraceState());
        return state.isEmpty()
                ? Map.of(TraceContext.PARENT, parent)
                : Map.of(TraceContext.PARENT, parent, TraceContext.STATE, state);
    }

    /** All members, if they fit. Else, as W3C has it, whole ones are left out: first the long ones, then the last ones. */
    private static String state(TraceState members) {
        if (members.isEmpty()) {
            return "";
        }
        String all = joined(members, LONGEST_STATE);
        return all.length() <= LONGEST_STATE ? all : cut(joined(members, LONG_MEMBER));
    }

    private static String joined(TraceState members, int longestMember) {
        StringBuilder state = new StringBuilder();
        members.forEach((key, value) -> {
            if (key.length() + 1 + value.length() <= longestMember) {
                state.append(state.isEmpty() ? "" : ",").append(key).append('=').append(value);
            }
        });
        return state.toString();
    }

    private static String cut(String state) {
        return state.length() <= LONGEST_STATE ? state : state.substring(0, state.lastIndexOf(',', LONGEST_STATE));
    }
}
