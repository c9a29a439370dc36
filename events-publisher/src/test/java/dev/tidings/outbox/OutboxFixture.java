package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.time.Duration;

/** What the promises of an outbox are tried on: for each test an exchange, a queue that gets its users' events, and tables. */
interface OutboxFixture {

    /** Connected, over a healthy link. */
    Broker broker();

    String exchange();

    ArrivedEvents queue();

    /** Where the outbox is. */
    TestDatabase database();

    /** Another name for tables, in the same kind of database; the test closes it. */
    TestDatabase openDatabase();

    /** Its tables are there. */
    JdbcOutbox outbox();

    default DomainEvent event(long id) {
        return DomainEvent.of("user.created", "user_id", id);
    }

    default Connection transaction() throws Exception {
        Connection connection = database().dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    default void commit(DomainEvent... events) throws Exception {
        try (Connection connection = transaction()) {
            for (DomainEvent event : events) {
                outbox().publish(connection, event);
            }
            connection.commit();
        }
    }

    default long rows(String state) throws Exception {
        return database().number("select count(*) from TABLE where state " + state);
    }

    /** Flushes until so many were published in all. */
    default void flushAll(Relay relay, int published) {
        int[] sum = {0};
        await().atMost(Duration.ofSeconds(20))
                .until(() -> (sum[0] += relay.flush().published()) >= published);
        assertThat(sum[0]).isEqualTo(published);
    }
}
