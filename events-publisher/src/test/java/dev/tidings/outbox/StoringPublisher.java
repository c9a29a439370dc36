package dev.tidings.outbox;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An outbox and its relay as a publisher. Each event is stored in a transaction of its own, and its outcome is what its row says in the
 * end. An event that the relay keeps has none. Those of one exchange that are opened after each other share their rows.
 */
public final class StoringPublisher implements EventPublisher {
    private static final int PUBLISHED = 1;
    private static final int UNROUTED = 2;
    private static final Duration LOOK_AFTER = Duration.ofMillis(10);

    private final TestDatabase database;
    private final JdbcOutbox outbox;
    private final Relay relay;
    private final Map<String, Queue<CompletableFuture<Outcome>>> untold = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> telling;

    public StoringPublisher(Spec spec, Broker broker, TestDatabase database) {
        this.database = database;
        this.outbox = spec.outbox(database.dataSource())
                .table(database.table())
                .times(Duration.ofSeconds(10), LOOK_AFTER)
                .createTables();
        this.relay = outbox.relay(broker).start();
        this.telling = CompletableFuture.runAsync(this::keepTelling, work -> new Thread(work, "telling").start());
    }

    @Override
    public Outcome publish(DomainEvent event) {
        try {
            return publishAsync(event).get(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("interrupted; " + event.eventId() + " is stored");
        } catch (ExecutionException e) {
            throw (NotPublishedException) e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError(event.eventId() + " is stored, and the relay kept it for a minute", e);
        }
    }

    @Override
    public CompletableFuture<Outcome> publishAsync(DomainEvent event) {
        CompletableFuture<Outcome> told = new CompletableFuture<>();
        untold.computeIfAbsent(event.eventId(), id -> new ConcurrentLinkedQueue<>())
                .add(told);
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            outbox.publish(connection, event);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return told;
    }

    private void keepTelling() {
        try {
            while (!closing.await(LOOK_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                tell();
            }
            tell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the rows that are settled out of the table, and tells what they say. */
    private void tell() {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement settled = connection.prepareStatement(
                        "select seq, event_id, state, reason from " + database.table() + " where state > 0");
                PreparedStatement delete =
                        connection.prepareStatement("delete from " + database.table() + " where seq = ?");
                ResultSet row = settled.executeQuery()) {
            while (row.next()) {
                CompletableFuture<Outcome> told = untold(row.getString("event_id"));
                tell(told, row.getInt("state"), row.getString("reason"));
                delete.setLong(1, row.getLong("seq"));
                delete.addBatch();
            }
            delete.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One for each time the event was published here. What was stored by another one is told to nobody. */
    private CompletableFuture<Outcome> untold(String eventId) {
        return Optional.ofNullable(untold.get(eventId)).map(Queue::poll).orElseGet(CompletableFuture::new);
    }

    /** On a thread of its own, since what is chained may publish and wait. */
    private void tell(CompletableFuture<Outcome> told, int state, String reason) {
        CompletableFuture<Outcome> unused = switch (state) {
            case PUBLISHED -> told.completeAsync(() -> Outcome.ROUTED);
            case UNROUTED -> told.completeAsync(() -> Outcome.UNROUTED);
            default ->
                told.completeAsync(() -> {
                    throw new NotPublishedException(reason);
                });
        };
    }

    @Override
    public Health health() {
        return relay.health();
    }

    /** Ends the relay. What is published from now on is stored, and the next one of the exchange sends it. */
    @Override
    public void close() {
        relay.close();
        closing.countDown();
        telling.join();
    }
}
