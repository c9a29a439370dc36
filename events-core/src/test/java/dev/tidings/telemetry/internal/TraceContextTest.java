package dev.tidings.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private static Map<String, String> headers(TraceFlags flags, TraceState state) {
        try (Scope scope =
                Span.wrap(SpanContext.create(TRACE, SPAN, flags, state)).makeCurrent()) {
            assertThat(scope).isNotNull();
            return TraceContext.current();
        }
    }

    @Test
    void without_a_current_span_there_are_no_headers() {
        assertThat(TraceContext.current()).isEmpty();
    }

    @Test
    void a_span_without_an_identity_has_no_headers() {
        try (Scope scope = Span.getInvalid().makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(TraceContext.current()).isEmpty();
        }
    }

    @Test
    void a_current_span_is_written_as_W3C_has_it() {
        assertThat(headers(TraceFlags.getSampled(), TraceState.getDefault()))
                .containsOnly(entry("traceparent", "00-" + TRACE + "-" + SPAN + "-01"));
    }

    @Test
    void a_span_that_is_not_sampled_is_written_too() {
        assertThat(headers(TraceFlags.getDefault(), TraceState.getDefault()))
                .containsOnly(entry("traceparent", "00-" + TRACE + "-" + SPAN + "-00"));
    }

    @Test
    void the_state_is_written_in_its_order() {
        TraceState state =
                TraceState.builder().put("older", "1").put("newer", "t61rc").build();

        assertThat(headers(TraceFlags.getSampled(), state)).containsEntry("tracestate", "newer=t61rc,older=1");
    }

    @Test
    void
            a_state_of_512_characters_is_written_whole_and_of_a_longer_one_the_long_members_and_then_the_last_are_left_out() {
        TraceState fits = TraceState.builder()
                .put("b", "x".repeat(253))
                .put("a", "x".repeat(254))
                .build();
        assertThat(headers(TraceFlags.getSampled(), fits).get("tracestate")).hasSize(512);

        TraceStateBuilder state = TraceState.builder();
        for (int i = 9; i >= 0; i--) {
            state.put("m" + i, "x".repeat(i == 1 ? 200 : 100));
        }
        String cut = headers(TraceFlags.getSampled(), state.build()).getOrDefault("tracestate", "");
        assertThat(cut.split(",")).extracting(member -> member.substring(0, 2)).containsExactly("m0", "m2", "m3", "m4");
    }
}
