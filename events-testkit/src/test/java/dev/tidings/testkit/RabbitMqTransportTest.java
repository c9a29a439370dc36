package dev.tidings.testkit;

import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The simulation keeps the same promises as the broker that it stands in for. */
@Tag("slow")
class RabbitMqTransportTest extends TransportPromises {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Override
    String name(String word) {
        return rabbit.name(word);
    }

    @Override
    Broker connect() {
        return Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
    }

    @Override
    void pass(Duration time) {}
}
