package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.StoreFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A table of its own in a database. */
final class JdbcFixture implements StoreFixture {
    private final TestDatabase database;
    private final JdbcIdempotencyStore store;
    private final List<JdbcIdempotencyStore> opened = new ArrayList<>();

    private JdbcFixture(TestDatabase database, JdbcIdempotencyStore store) {
        this.database = database;
        this.store = store.table(database.table()).createTables();
    }

    static JdbcFixture pooled(TestDatabase database) {
        return new JdbcFixture(database, JdbcIdempotencyStore.on(database.dataSource()));
    }

    /** As a transaction manager would have it. */
    static JdbcFixture managed(TestDatabase database) {
        return new JdbcFixture(database, JdbcIdempotencyStore.on(work -> transaction(database, work)));
    }

    private static void transaction(TestDatabase database, Consumer<Connection> work) {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try {
                work.accept(connection);
            } catch (RuntimeException | Error e) {
                connection.rollback();
                throw e;
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("the manager's own words", e);
        }
    }

    @Override
    public Set<Guarantee> guarantees() {
        return Set.of(Guarantee.SHARED, Guarantee.LEASES, Guarantee.TRANSACTIONAL);
    }

    @Override
    public JdbcIdempotencyStore open() {
        return open(Duration.ofHours(1));
    }

    @Override
    public JdbcIdempotencyStore open(Duration lease) {
        JdbcIdempotencyStore instance = store.lease(lease);
        opened.add(instance);
        return instance;
    }

    TestDatabase database() {
        return database;
    }

    /** A literal: event ids of tests have no quotes. */
    @Override
    public void endLease(IdempotencyKey key) {
        database.run(
                "update TABLE set until = 1 where state = 0 and consumer = '%s' and source = '%s' and event_id = '%s'"
                        .formatted(key.group(), key.source(), key.eventId()));
    }

    @Override
    public void close() {
        opened.forEach(JdbcIdempotencyStore::close);
        store.close();
        database.close();
    }
}
