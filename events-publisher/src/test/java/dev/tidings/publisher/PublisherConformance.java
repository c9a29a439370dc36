package dev.tidings.publisher;

import dev.tidings.broker.Broker;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every publisher promises. One small class per kind of publisher and broker runs it, and declares what differs. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PublisherConformance implements RoutingPromises, WirePromises, ManyAtOncePromises, EndingPromises {
    private Broker broker;

    @BeforeAll
    void connect() {
        broker = Broker.connect(uri()).awaitConnected(Duration.ofSeconds(20));
    }

    @AfterAll
    void disconnect() {
        broker.close();
    }

    @Override
    public Broker broker() {
        return broker;
    }
}
