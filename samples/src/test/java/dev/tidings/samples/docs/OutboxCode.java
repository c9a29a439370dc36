package dev.tidings.samples.docs;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.outbox.EventSpool;
import dev.tidings.outbox.JdbcOutbox;
import dev.tidings.outbox.Relay;
import dev.tidings.publisher.EventPublisher;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page on the outbox. */
abstract class OutboxCode {
    private static final Logger log = LoggerFactory.getLogger(OutboxCode.class);

    abstract void alert(Relay.SetAside event);

    void plain(DataSource dataSource, long id, String city) throws SQLException {
        JdbcOutbox outbox = EventPublisher.to("users")
                .source("user-service")
                .outbox(dataSource)
                .createTables();

        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement update = connection.prepareStatement("update profile set city = ? where id = ?")) {
                update.setString(1, city);
                update.setLong(2, id);
                update.executeUpdate();
            }
            outbox.publish(
                    connection, DomainEvent.of("profile.updated", "user_id", id).changed("city"));
            connection.commit();
        }
    }

    void relay(JdbcOutbox outbox, Broker broker) {
        Relay relay = outbox.relay(broker).start();
        log.info("{}", relay.health().words());
    }

    void poison(Relay relay) {
        for (Relay.SetAside event : relay.setAside()) {
            alert(event); // eventId(), routingKey(), reason(), since()
        }
    }

    void retry(Relay relay, String eventId) {
        int rows = relay.retry(eventId);
        log.info("{} rows are published again", rows);
    }

    void settings(DataSource dataSource) {
        JdbcOutbox outbox = EventPublisher.to("users")
                .requireRoute()
                .window(2_000)
                .outbox(dataSource)
                .table("shop.user_outbox")
                .retention(Duration.ofHours(1))
                .keepingOrder();
        log.info("{}", outbox.ddl());
    }

    void spool(Broker broker, DomainEvent event) {
        try (EventSpool spool =
                EventPublisher.to("users").spool(Path.of("var/spool")).open(broker)) {
            spool.publish(event); // returns once it is in the file; never waits for the broker
        }
    }
}
