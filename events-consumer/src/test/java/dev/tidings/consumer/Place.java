package dev.tidings.consumer;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Where a group gets its events and leaves their effects, in any process. The table has no unique key, so that what happens twice is
 * seen.
 */
record Place(String url, String table, String uri, String exchange, String group) {
    static final Duration LEASE = Duration.ofSeconds(1);
    static final Duration RETRY = Duration.ofMillis(100);

    /** What a handler does on a connection to that database. */
    @FunctionalInterface
    interface Effect {
        void happen(DomainEvent event, Connection connection) throws Exception;
    }

    static Place of(List<String> words) {
        return new Place(words.get(0), words.get(1), words.get(2), words.get(3), words.get(4));
    }

    List<String> words() {
        return List.of(url, table, uri, exchange, group);
    }

    /** The same by another way to the database. */
    Place by(String otherUrl) {
        return new Place(otherUrl, table, uri, exchange, group);
    }

    HikariDataSource pool() {
        return new DatabaseServer(url, "postgres").pool(12, config -> config.setConnectionTimeout(1_000));
    }

    JdbcIdempotencyStore store(DataSource dataSource) {
        return JdbcIdempotencyStore.on(dataSource).table(table + "_keys").lease(LEASE);
    }

    /** What a handler does, if nothing else is said. */
    void write(DomainEvent event, Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into " + table + " (consumer, event_id) values (?, ?)")) {
            statement.setString(1, group);
            statement.setString(2, event.eventId());
            statement.executeUpdate();
        }
    }

    /** The same for an event that may have another {@link Fate}: what its transaction has done then is undone. */
    void writeAndMeetFate(DomainEvent event, Connection transaction) throws SQLException {
        write(event, transaction);
        Fate.meet(event);
    }

    /** The same where nothing is undone. */
    void meetFateAndWrite(DomainEvent event, Connection connection) throws SQLException {
        Fate.meet(event);
        write(event, connection);
    }

    /** Claim, effect and completion in one transaction. */
    ConsumerGroup.Spec transactional(IdempotencyStore store, Effect effect) {
        return spec(store).on(exchange, "#", Reaction.inTransaction(effect::happen));
    }

    /** Claim, effect and completion one after the other. */
    ConsumerGroup.Spec leased(IdempotencyStore store, DataSource dataSource, Effect effect) {
        return spec(store).on(exchange, "#", event -> {
            try (Connection connection = dataSource.getConnection()) {
                effect.happen(event, connection);
            }
        });
    }

    /** One of the two, for events with any {@link Fate}. */
    ConsumerGroup.Spec handling(boolean isTransactional, DataSource dataSource) {
        return isTransactional
                ? transactional(store(dataSource), this::writeAndMeetFate)
                : leased(store(dataSource), dataSource, this::meetFateAndWrite);
    }

    private ConsumerGroup.Spec spec(IdempotencyStore store) {
        return ConsumerGroup.named(group)
                .idempotency(store)
                .onFailure(FailurePolicy.retryAfter(RETRY, RETRY, RETRY))
                .concurrency(4);
    }

    String retryQueue() {
        return group + ".retry.100ms";
    }

    String aloneQueue() {
        return group + ".alone";
    }

    String deadQueue() {
        return group + ".dead";
    }
}
