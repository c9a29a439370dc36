package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.broker.Broker;
import dev.tidings.embedded.EmbeddedBroker;
import dev.tidings.events.Exchange;
import dev.tidings.events.HeaderMatch;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeadersExchangeTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final HeaderMatch PDF = HeaderMatch.all(Map.of("format", "pdf", "tenant", "eu"));
    private static final HeaderMatch ASIA = HeaderMatch.any(Map.of("tenant", "jp", "region", "asia"));

    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();

    private ConsumerGroup.Spec spec(String group, String exchange) {
        return ConsumerGroup.named(group)
                .exchange(Exchange.headers(exchange))
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                .on(exchange, PDF, event -> {
                    taken.add("pdf " + event.id("document_id"));
                    if (event.header("tidings-attempt").isEmpty()) {
                        throw new IllegalStateException("again");
                    }
                })
                .on(exchange, ASIA, event -> taken.add("asia " + event.id("document_id")));
    }

    private void check(String uri, String group, String exchange) throws Exception {
        try (Broker broker = Broker.connect(uri);
                RawClient raw = new RawClient(uri)) {
            spec(group, exchange).start(broker).awaitConsuming(Duration.ofSeconds(20));
            List<Map<String, Object>> headers = List.of(
                    Map.of("format", "pdf", "tenant", "eu"),
                    Map.of("format", "pdf", "tenant", "us"),
                    Map.of("region", "asia"));
            for (int i = 0; i < headers.size(); i++) {
                byte[] body = "{\"document_id\":%d}".formatted(i).getBytes(UTF_8);
                raw.publish(exchange, "document.ready", RawClient.withHeaders(headers.get(i)), body);
            }
            assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("pdf 0", "asia 2", "pdf 0");
            assertThat(raw.depth(group + ".dead")).isZero();
        }
    }

    private String next() throws InterruptedException {
        String next = taken.poll(15, TimeUnit.SECONDS);
        assertThat(next).as("an event handled within 15 s").isNotNull();
        return next;
    }

    @Test
    void events_come_by_their_headers_and_again_after_a_failure() throws Exception {
        String group = rabbit.name("printer");
        rabbit.alsoDelete(group + ".dead", group + ".alone", group + ".retry.100ms");
        check(rabbit.uri(), group, rabbit.name("documents"));
    }

    @Test
    void events_come_by_their_headers_on_the_embedded_broker() throws Exception {
        try (EmbeddedBroker embedded = EmbeddedBroker.start()) {
            check(embedded.uri(), "printer", "documents");
        }
    }

    @Test
    void a_pattern_on_a_headers_exchange_and_a_match_on_any_other_are_refused() {
        assertThatThrownBy(() -> spec("printer", "documents")
                        .on("documents", "#", event -> {})
                        .toString())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a headers exchange");
        assertThatThrownBy(() -> ConsumerGroup.named("printer")
                        .on("documents", PDF, event -> {})
                        .toString())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a topic exchange");
    }

    @Test
    void a_match_that_earlier_ones_leave_nothing_for_is_refused() {
        assertThatThrownBy(() -> spec("printer", "documents")
                        .on("documents", HeaderMatch.all(Map.of("tenant", "jp", "format", "xml")), event -> {})
                        .toString())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would never get an event");
    }

    @Test
    void a_group_tells_which_match_takes_an_event() {
        assertThat(spec("printer", "documents").explain("documents", "", Map.of("tenant", "jp")))
                .isEqualTo("printer: 1 documents/" + PDF + " no (other headers: "
                        + PDF.mismatch(Map.of()).orElseThrow().replace("other headers: ", "") + "); 2 documents/" + ASIA
                        + " yes");
    }
}
