package dev.tidings.publisher;

import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class RabbitMqPublisherTest extends PublisherConformance {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Override
    public String uri() {
        return rabbit.uri();
    }

    @Override
    public String name(String word) {
        return rabbit.name(word);
    }

    @Override
    public Map<String, Object> queueArguments() {
        return Map.of("x-queue-type", "quorum");
    }

    @Override
    public EventPublisher open(EventPublisher.Spec spec, Broker broker) {
        return spec.open(broker);
    }

    @Override
    public Set<Difference> differences() {
        return Set.of();
    }
}
