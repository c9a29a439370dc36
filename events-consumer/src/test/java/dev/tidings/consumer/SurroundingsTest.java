package dev.tidings.consumer;

import static dev.tidings.consumer.Reaction.inTransaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What a handler finds on its thread. */
class SurroundingsTest extends OnPostgres {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private record Seen(Optional<String> eventId, Optional<String> routingKey, SpanContext span) {
        static Seen now() {
            return new Seen(
                    Optional.ofNullable(MDC.get("tidings.event_id")),
                    Optional.ofNullable(MDC.get("tidings.routing_key")),
                    Span.current().getSpanContext());
        }
    }

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    private Seen next() {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> Optional.ofNullable(seen.poll()), Optional::isPresent)
                .orElseThrow();
    }

    private void publish(String id, Map<String, Object> headers) throws Exception {
        BasicProperties properties =
                RawClient.withId(id).builder().headers(headers).build();
        raw.publish(exchange, "order.paid", properties, "{\"order_id\":1}".getBytes(UTF_8));
    }

    private void assertSurrounded() throws Exception {
        String id = UUID.randomUUID().toString();
        publish(id, Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-01", "tracestate", "shop=1"));

        Seen first = next();
        assertThat(first.eventId).contains(id);
        assertThat(first.routingKey).contains("order.paid");
        assertThat(first.span.getTraceId()).isEqualTo(TRACE);
        assertThat(first.span.getSpanId()).isEqualTo(SPAN);
        assertThat(first.span.isRemote()).isTrue();
        assertThat(first.span.getTraceState().get("shop")).isEqualTo("1");
    }

    @Test
    void the_event_is_in_the_context_of_the_log_and_its_trace_is_current() throws Exception {
        start(spec().on(exchange, "#", event -> seen.add(Seen.now())));

        assertSurrounded();
    }

    @Test
    void so_it_is_in_a_transaction() throws Exception {
        start(spec().idempotency(effects.store())
                .on(exchange, "#", inTransaction((event, transaction) -> seen.add(Seen.now()))));

        assertSurrounded();
    }

    @Test
    void nothing_of_it_is_left_for_the_next_event_or_the_observer() throws Exception {
        start(spec().concurrency(1)
                .observing(handled -> seen.add(Seen.now()))
                .on(exchange, "#", event -> seen.add(Seen.now())));
        assertSurrounded();

        assertThat(next()).isEqualTo(new Seen(Optional.empty(), Optional.empty(), SpanContext.getInvalid()));
        publish(UUID.randomUUID().toString(), Map.of("traceparent", "not a trace"));
        Seen second = next();
        assertThat(second.span.isValid()).isFalse();
    }
}
