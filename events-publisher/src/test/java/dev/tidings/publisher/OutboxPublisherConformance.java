package dev.tidings.publisher;

import dev.tidings.broker.Broker;
import dev.tidings.outbox.StoringPublisher;
import dev.tidings.outbox.TestDatabase;
import dev.tidings.testkit.broker.RabbitMq;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the outbox and its relay promise of a publisher, before RabbitMQ, on any database. */
abstract class OutboxPublisherConformance extends PublisherConformance {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private TestDatabase database;

    abstract TestDatabase database();

    @BeforeAll
    void connectDatabase() {
        database = database();
    }

    @AfterAll
    void dropTables() throws Exception {
        database.close();
    }

    @Override
    public String uri() {
        return rabbit.uri();
    }

    @Override
    public String name(String word) {
        return rabbit.name(getClass().getSimpleName() + "." + word);
    }

    @Override
    public Map<String, Object> queueArguments() {
        return Map.of("x-queue-type", "quorum");
    }

    @Override
    public EventPublisher open(EventPublisher.Spec spec, Broker broker) {
        return new StoringPublisher(spec, broker, database);
    }

    @Override
    public Set<Difference> differences() {
        return Set.of(Difference.KEEPS_EVENTS, Difference.ORDER_PER_ENTITY);
    }
}
