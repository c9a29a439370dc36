package dev.tidings.samples.docs;

import dev.tidings.events.DomainEvent;
import dev.tidings.outbox.JdbcOutbox;
import dev.tidings.publisher.EventPublisher;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The page on the outbox: inside Spring's transaction. */
record SpringOutboxCode(JdbcOutbox outbox, TransactionOperations transactions, JdbcTemplate jdbc) {

    static JdbcOutbox outbox(DataSource dataSource) {
        JdbcOutbox outbox = EventPublisher.to("users")
                .source("user-service")
                .outbox(dataSource)
                .joining(() -> currentConnection(dataSource));
        return outbox.createTables();
    }

    static Connection currentConnection(DataSource dataSource) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException("events are stored inside a transaction only");
        }
        return DataSourceUtils.getConnection(dataSource);
    }

    void move(long id, String city) {
        transactions.executeWithoutResult(status -> {
            jdbc.update("update profile set city = ? where id = ?", city, id);
            outbox.publish(DomainEvent.of("profile.updated", "user_id", id).changed("city"));
        });
    }
}
