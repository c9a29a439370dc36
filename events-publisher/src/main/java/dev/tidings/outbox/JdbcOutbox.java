package dev.tidings.outbox;

import dev.tidings.broker.Broker;
import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.internal.PublisherSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Events stored by your own transaction, and published by a {@link Relay} after the commit. Immutable; safe for use by many threads.
 *
 * <p>An event is published if and only if the transaction was committed, at least once, with the same {@code message_id} each time.
 * Events of one entity are published in the order they were stored in, where whoever stores them locks the entity first (updates its
 * row, for instance): else the order of their commits may differ. PostgreSQL, MariaDB, MySQL and H2.
 *
 * <p>The tables are made by {@link #createTables()}, or by your migration tool from {@code dev/tidings/outbox/DATABASE/V1.sql} in this
 * jar.
 */
@CheckReturnValue
public final class JdbcOutbox {
    private final OutboxSettings settings;
    private final OutboxTable table;
    private final Optional<Supplier<Connection>> current;

    private JdbcOutbox(OutboxSettings settings, Optional<Supplier<Connection>> current) {
        this.settings = settings;
        this.table = new OutboxTable(settings);
        this.current = current;
    }

    /** Not for users: {@code EventPublisher.to("users").outbox(dataSource)} calls it. */
    public static JdbcOutbox of(PublisherSettings events, DataSource dataSource) {
        return new JdbcOutbox(OutboxSettings.of(events, dataSource), Optional.empty());
    }

    static JdbcOutbox spool(PublisherSettings events, DataSource file, Backlog backlog) {
        return new JdbcOutbox(OutboxSettings.of(events, file).spooled(backlog), Optional.empty());
    }

    /**
     * Stores the event. It is published once the transaction is committed, and never if it is rolled back.
     *
     * @param transaction a connection with a transaction; one in auto-commit is refused, since what it does cannot be rolled back
     * @throws IllegalArgumentException if the connection is in auto-commit
     * @throws dev.tidings.events.TidingsException if the database refused it; the message says why, and the transaction must be rolled
     *     back
     */
    public void publish(Connection transaction, DomainEvent event) {
        DomainEvent complete = settings.events().complete(event);
        try {
            if (transaction.getAutoCommit()) {
                throw new IllegalArgumentException(
                        "event " + event.eventId() + " (" + complete.routingKey()
                                + ") cannot be stored: the connection is in auto-commit, so there is no transaction to be part of; call setAutoCommit(false), or use joining(...) with your framework's current connection");
            }
            table.insert(
                    transaction, Entity.hash(complete.ids()), settings.events().message(complete));
        } catch (SQLException e) {
            throw Sql.failure(
                    "event " + event.eventId() + " could not be stored in "
                            + settings.tables().outbox(),
                    e);
        }
    }

    /** Stores the event in the current transaction, as {@link #joining} says which that is. */
    public void publish(DomainEvent event) {
        Supplier<Connection> joined = current.orElseThrow(
                () -> new IllegalStateException(
                        "event " + event.eventId()
                                + " cannot be stored: it is not known which transaction is the current one; say so by joining(...), or use publish(connection, event)"));
        publish(joined.get(), event);
    }

    /**
     * Has {@link #publish(DomainEvent)} store into the current transaction. With Spring: {@code
     * DataSourceUtils.getConnection(dataSource)}, after a look whether there is a transaction; without one it takes a connection from
     * the pool that nobody gives back. The connection is not closed here, nor where it is refused.
     */
    public JdbcOutbox joining(Supplier<Connection> currentConnection) {
        return new JdbcOutbox(settings, Optional.of(currentConnection));
    }

    /** The table's name, with a schema if need be; the other tables' names begin with it. Default {@code tidings_outbox}. */
    public JdbcOutbox table(String name) {
        return new JdbcOutbox(settings.withTable(name), current);
    }

    /** How long published events are kept in the table before the relay deletes them. Default one day. */
    public JdbcOutbox retention(Duration atLeast) {
        return new JdbcOutbox(settings.withRetention(atLeast), current);
    }

    /** Later events of an entity wait while one of it is set aside. Default: they are published. */
    public JdbcOutbox keepingOrder() {
        return new JdbcOutbox(settings.withOrderKept(), current);
    }

    JdbcOutbox times(Duration lease, Duration poll) {
        return new JdbcOutbox(settings.withTimes(lease, poll), current);
    }

    /** The statements that {@link #createTables()} runs on this database. */
    public String ddl() {
        return new Schema(settings.dataSource(), settings.tables()).ddl();
    }

    /** Makes the tables that are missing. Several may do so at the same time. */
    @CanIgnoreReturnValue
    public JdbcOutbox createTables() {
        new Schema(settings.dataSource(), settings.tables()).create();
        return this;
    }

    /** The relay that publishes what is stored. Nothing happens before {@link Relay#start} or {@link Relay#flush}. */
    public Relay relay(Broker broker) {
        return new PollingRelay(settings, table, broker);
    }
}
