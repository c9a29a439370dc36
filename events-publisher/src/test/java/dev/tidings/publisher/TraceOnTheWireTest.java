package dev.tidings.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import dev.tidings.testkit.broker.RabbitMq;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The current span, as a consumer in any language sees it. */
class TraceOnTheWireTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String CURRENT = "00-" + TRACE + "-" + SPAN + "-01";
    private static final String EARLIER = "00-11111111111111111111111111111111-2222222222222222-00";

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private Broker broker;
    private EventPublisher publisher;
    private RawQueue queue;

    @BeforeEach
    void open(TestInfo test) throws Exception {
        String exchange = rabbit.name("trace-" + test.getDisplayName().hashCode());
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
        publisher = EventPublisher.to(exchange).open(broker);
        queue = new RawQueue(rabbit.uri(), exchange).boundTo(exchange, "topic", "#");
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        queue.close();
    }

    private static Span span(TraceState state) {
        return Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), state));
    }

    private static DomainEvent event() {
        return DomainEvent.of("user.created", "user_id", 1);
    }

    private static DomainEvent forwarded() {
        return new RawMessage(
                        "elsewhere",
                        "user.created",
                        MessageProperties.none(),
                        Map.of("traceparent", EARLIER, "tracestate", "earlier=1"),
                        "{\"user_id\":42}".getBytes(UTF_8))
                .readWith(EventFormat.standard());
    }

    /** The trace headers of the next message. */
    private Map<String, String> trace() {
        Map<String, String> trace = new HashMap<>();
        Map<String, Object> headers = queue.next().getProps().getHeaders();
        headers.forEach((name, value) -> {
            if (name.startsWith("trace")) {
                trace.put(name, value.toString());
            }
        });
        return trace;
    }

    @Test
    void the_current_span_is_the_parent() {
        try (Scope scope = span(TraceState.getDefault()).makeCurrent()) {
            assertThat(scope).isNotNull();
            publisher.publish(event());
        }
        assertThat(trace()).isEqualTo(Map.of("traceparent", CURRENT));
    }

    @Test
    void the_span_that_is_current_when_an_asynchronous_publish_is_called_is_the_parent() {
        CompletableFuture<EventPublisher.Outcome> outcome;
        try (Scope scope =
                span(TraceState.builder().put("a", "1").put("b", "2").build()).makeCurrent()) {
            assertThat(scope).isNotNull();
            outcome = publisher.publishAsync(event());
        }
        outcome.join();

        assertThat(trace()).containsEntry("traceparent", CURRENT).containsEntry("tracestate", "b=2,a=1");
    }

    @Test
    void without_a_span_there_is_no_trace() {
        publisher.publish(event());
        assertThat(trace()).isEmpty();

        try (Scope scope = Span.getInvalid().makeCurrent()) {
            assertThat(scope).isNotNull();
            publisher.publish(event());
        }
        assertThat(trace()).isEmpty();
    }

    @Test
    void an_event_keeps_the_trace_it_came_with_unless_a_span_is_current() {
        publisher.publish(forwarded());
        assertThat(trace()).isEqualTo(Map.of("traceparent", EARLIER, "tracestate", "earlier=1"));

        try (Scope scope = span(TraceState.getDefault()).makeCurrent()) {
            assertThat(scope).isNotNull();
            publisher.publish(forwarded());
        }
        assertThat(trace()).isEqualTo(Map.of("traceparent", CURRENT));
    }

    @Test
    void a_state_that_is_too_long_loses_whole_members() {
        TraceStateBuilder state = TraceState.builder();
        for (int i = 0; i < 30; i++) {
            state.put("key" + i, "v".repeat(i == 29 ? 200 : 30));
        }
        try (Scope scope = span(state.build()).makeCurrent()) {
            assertThat(scope).isNotNull();
            publisher.publish(event());
        }
        assertThat(trace().get("tracestate"))
                .hasSizeLessThanOrEqualTo(512)
                .startsWith("key28=" + "v".repeat(30) + ",key27=")
                .matches("(key\\d+=v{30},)+key\\d+=v{30}");
    }
}
