package dev.tidings.idempotency.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.StoreFixture;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
        cleanedUpAt(Long.MAX_VALUE);
    }

    /** As if somebody had cleaned up then; at the end of time at first, so that nobody does in the middle of a test. */
    void cleanedUpAt(long time) {
        assertThat(database.run("update TABLE_version set cleaned_at = ?", time))
                .isEqualTo(1);
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
        return Set.of(Guarantee.SHARED, Guarantee.LEASES, Guarantee.OUTLIVES_LEASES, Guarantee.TRANSACTIONAL);
    }

    @Override
    public JdbcIdempotencyStore open() {
        JdbcIdempotencyStore instance = store.lease(Duration.ofHours(1));
        opened.add(instance);
        return instance;
    }

    /** In another process there is no manager to be had. */
    static final class Pooled implements Opener {
        @Override
        public IdempotencyStore open(List<String> address) {
            DatabaseServer server = new DatabaseServer(address.get(0), address.get(1));
            return JdbcIdempotencyStore.on(server.pool(12)).table(address.get(2));
        }
    }

    @Override
    public Class<? extends Opener> opener() {
        return Pooled.class;
    }

    @Override
    public List<String> address() {
        return List.of(database.url(), database.user(), database.table());
    }

    TestDatabase database() {
        return database;
    }

    @Override
    public void endLeases(Collection<IdempotencyKey> keys) {
        String end = "update " + database.table()
                + " set until = 1 where state = 0 and consumer = ? and source = ? and event_id = ?";
        transaction(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(end)) {
                for (IdempotencyKey key : keys) {
                    statement.setString(1, key.group());
                    statement.setString(2, key.source());
                    statement.setString(3, key.eventId());
                    statement.addBatch();
                }
                assertThat(statement.executeBatch()).hasSameSizeAs(keys);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() {
        opened.forEach(JdbcIdempotencyStore::close);
        store.close();
        database.close();
    }
}
