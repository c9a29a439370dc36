package dev.tidings.publisher;

import dev.tidings.broker.Broker;
import dev.tidings.embedded.EmbeddedBroker;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class QpidPublisherTest extends PublisherConformance {
    private final EmbeddedBroker qpid = EmbeddedBroker.start();

    @AfterAll
    @Override
    void disconnect() {
        super.disconnect();
        qpid.close();
    }

    @Override
    public String uri() {
        return qpid.uri();
    }

    @Override
    public String name(String word) {
        return word;
    }

    @Override
    public Map<String, Object> queueArguments() {
        return Map.of();
    }

    @Override
    public EventPublisher open(EventPublisher.Spec spec, Broker broker) {
        return spec.open(broker);
    }

    @Override
    public Set<Difference> differences() {
        return Set.of(Difference.NO_ALTERNATE_EXCHANGE);
    }
}
