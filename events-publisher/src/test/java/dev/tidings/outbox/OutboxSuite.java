package dev.tidings.outbox;

import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an outbox promises. One small class per database runs it. */
abstract class OutboxSuite implements StoringPromises, RelayingPromises, SettingAsidePromises {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static Broker broker;
    private TestDatabase database;
    private String exchange;
    private ArrivedEvents queue;
    private JdbcOutbox outbox;

    @BeforeAll
    static void connect() {
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
    }

    @AfterAll
    static void disconnect() {
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        database = openDatabase();
        exchange = rabbit.name(
                "outbox-" + getClass().getSimpleName() + test.getDisplayName().hashCode());
        queue = new ArrivedEvents(rabbit.uri(), exchange, "user.#");
        outbox = EventPublisher.to(exchange)
                .source("user-service")
                .deadline(Duration.ofSeconds(3))
                .outbox(database.dataSource())
                .table(database.table())
                .times(Duration.ofSeconds(2), Duration.ofMillis(50))
                .createTables();
    }

    @AfterEach
    void close() throws Exception {
        if (queue != null) {
            queue.close();
            database.close();
        }
    }

    @Override
    public Broker broker() {
        return broker;
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    @Override
    public String exchange() {
        return exchange;
    }

    @Override
    public ArrivedEvents queue() {
        return queue;
    }

    @Override
    public JdbcOutbox outbox() {
        return outbox;
    }
}
