package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.Direction;
import dev.tidings.testkit.proxy.FaultyProxy;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A caller may cancel the future it was given: the event is on its way all the same, and so is the truth about it. */
class CancelledOutcomeTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void add() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void remove() {
        Metrics.removeRegistry(registry);
        registry.close();
    }

    @Test
    void an_outcome_that_its_caller_no_longer_wants_is_counted_all_the_same() throws Exception {
        URI direct = URI.create(rabbit.uri());
        String exchange = rabbit.name("cancelled");
        try (FaultyProxy proxy = FaultyProxy.to(direct.getHost(), direct.getPort() < 0 ? 5672 : direct.getPort());
                Broker broker = Broker.connect(through(proxy)).awaitConnected(Duration.ofSeconds(20));
                EventPublisher publisher = EventPublisher.to(exchange).open(broker)) {
            publisher.publish(DomainEvent.of("user.deleted", "user_id", 1));
            proxy.stall(Direction.TO_CLIENT);
            CompletableFuture<EventPublisher.Outcome> outcome =
                    publisher.publishAsync(DomainEvent.of("user.deleted", "user_id", 2));
            assertThat(outcome.cancel(false)).isTrue();
            proxy.heal();

            await().until(() -> registry.get("tidings.publisher.in.flight")
                            .tag("exchange", exchange)
                            .gauge()
                            .value()
                    == 0);
            assertThat(registry.get("tidings.publisher.unrouted")
                            .tag("exchange", exchange)
                            .counter()
                            .count())
                    .isEqualTo(2);
        }
    }

    private static String through(FaultyProxy proxy) {
        return rabbit.uri().replaceFirst("^amqp://(.*@)?[^/]*", "amqp://$1127.0.0.1:" + proxy.port());
    }
}
