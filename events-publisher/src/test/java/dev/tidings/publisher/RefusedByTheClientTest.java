package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.Exchange;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client counts a message before it encodes it: one that it refuses must not shift the confirms of its neighbours. */
class RefusedByTheClientTest {
    private static final int GOOD = 1_000;

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static RawMessage message(String id, String exchange, String key, Map<String, Object> headers) {
        Optional<String> none = Optional.empty();
        return new RawMessage(
                exchange,
                key,
                new MessageProperties(Optional.of(id), none, none, none, none, none, Optional.empty()),
                headers,
                new byte[0]);
    }

    private static RawMessage bad(String what, String exchange) {
        return switch (what) {
            case "key" -> message("bad", exchange, "k".repeat(300), Map.of());
            case "header name" -> message("bad", exchange, "good", Map.of("h".repeat(300), 1));
            default -> message("bad", exchange, "good", Map.of("h", Duration.ZERO));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "header name", "header value"})
    void one_message_that_the_client_refuses_among_good_ones_is_refused_alone(String what) throws Exception {
        String exchange = rabbit.name("refused-" + what.replace(' ', '-'));
        try (Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(10));
                RawQueue queue = new RawQueue(rabbit.uri(), exchange).boundTo(exchange, "topic", "#");
                ConfirmedPublisher publisher = Transport.of(broker)
                        .publisher(
                                new ConfirmedPublisher.Settings(
                                        "test", GOOD + 1, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                                Topology.of(Exchange.topic(exchange)))) {
            List<CompletableFuture<Verdict>> good = new ArrayList<>();
            CompletableFuture<Verdict> bad = new CompletableFuture<>();
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < GOOD; i++) {
                good.add(publisher.publish(message("good-" + i, exchange, "good", Map.of())));
                ids.add("good-" + i);
                if (i == GOOD / 2) {
                    bad = publisher.publish(bad(what, exchange));
                }
            }

            assertThat(good)
                    .allSatisfy(verdict ->
                            assertThat(verdict.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Verdict.Kind.ROUTED));
            assertThat(bad.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Verdict.Kind.REFUSED);
            assertThat(bad.get().words()).startsWith("the client refused it: ");
            List<String> held = queue.takeIds();
            System.out.println("refused " + what + ": " + bad.get().words() + "; duplicates " + (held.size() - GOOD));
            assertThat(new HashSet<>(held)).isEqualTo(ids);
        }
    }
}
