package dev.tidings.publisher;

import static dev.tidings.testkit.proxy.Direction.TO_CLIENT;
import static dev.tidings.testkit.proxy.Direction.TO_SERVER;
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
import dev.tidings.testkit.proxy.FaultyProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More than the buffers of the network hold, on a link that takes nothing: whoever writes is held up. */
class FullBuffersTest {
    private static final int THREADS = 4;
    private static final int EACH = 150;
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static RawMessage large(String id, String exchange) {
        Optional<String> none = Optional.empty();
        return new RawMessage(
                exchange,
                "large",
                new MessageProperties(Optional.of(id), none, none, none, none, none, Optional.empty()),
                Map.of(),
                new byte[128 * 1024]);
    }

    @Test
    void whoever_is_held_up_writing_gets_an_outcome_at_the_deadline_and_the_link_is_replaced() throws Exception {
        String exchange = rabbit.name("full");
        URI direct = URI.create(rabbit.uri());
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        try (FaultyProxy proxy = FaultyProxy.to(direct.getHost(), direct.getPort() < 0 ? 5672 : direct.getPort());
                Broker broker = Broker.connect(
                                rabbit.uri().replaceFirst("^amqp://(.*@)?[^/]*", "amqp://$1127.0.0.1:" + proxy.port()))
                        .awaitConnected(Duration.ofSeconds(10));
                ConfirmedPublisher publisher = Transport.of(broker)
                        .publisher(
                                new ConfirmedPublisher.Settings(
                                        "test", THREADS * EACH, DEADLINE, DEADLINE.dividedBy(2)),
                                Topology.of(Exchange.topic(exchange)))) {
            assertThat(publisher.publish(large("first", exchange)).get().kind()).isEqualTo(Verdict.Kind.UNROUTED);

            proxy.stall(TO_SERVER, TO_CLIENT);
            long start = System.nanoTime();
            List<CompletableFuture<List<Verdict.Kind>>> calls = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String prefix = thread + "-";
                calls.add(CompletableFuture.supplyAsync(
                        () -> {
                            List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
                            for (int i = 0; i < EACH; i++) {
                                verdicts.add(publisher.publish(large(prefix + i, exchange)));
                            }
                            return verdicts.stream()
                                    .map(CompletableFuture::join)
                                    .map(Verdict::kind)
                                    .toList();
                        },
                        callers));
            }

            for (CompletableFuture<List<Verdict.Kind>> call : calls) {
                assertThat(call.get(15, TimeUnit.SECONDS)).isSubsetOf(Verdict.Kind.UNKNOWN, Verdict.Kind.NOT_SENT);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.println("full buffers: all " + THREADS * EACH + " told after " + took);
            assertThat(took).isLessThan(DEADLINE.multipliedBy(2));
            proxy.heal();
            broker.awaitConnected(Duration.ofSeconds(10));
            assertThat(publisher
                            .publish(large("last", exchange))
                            .get(10, TimeUnit.SECONDS)
                            .kind())
                    .isEqualTo(Verdict.Kind.UNROUTED);
        } finally {
            callers.shutdownNow();
        }
    }
}
