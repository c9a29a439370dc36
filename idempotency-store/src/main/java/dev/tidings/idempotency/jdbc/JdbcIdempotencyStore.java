package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyStoreException;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Remembers keys in a table that all instances share.
 *
 * <p>Within the handler's transaction an effect in the same database happens exactly once. With leases, a key is handled by one at a
 * time, again if its owner dies or is silent for longer than the lease, and what an owner does after that has no effect on the key.
 * Both survive what the database survives; H2 on a file does so with {@code WRITE_DELAY=0}.
 *
 * <p>Claiming any number of new keys is one statement, and completing them another (on H2, and with MySQL's locks, a few more). A key
 * that an uncommitted transaction claims is busy at once; on MySQL after a second. A transaction that is silent for longer than the
 * lease is ended by PostgreSQL, so that a frozen process cannot hold its keys; on MariaDB set {@code idle_transaction_timeout}.
 *
 * <p>The tables come from {@link #createTables} or {@link #ddl}. What may be forgotten is deleted by a daemon thread, begun with the
 * first claim, until {@link #close}. Immutable apart from that, and safe for use by many threads; a setting makes another store.
 */
public final class JdbcIdempotencyStore implements TransactionalIdempotencyStore, AutoCloseable {
    private final Sessions sessions;
    private final Settings settings;
    private final Cleanup cleanup;
    private volatile @Nullable Ready ready;

    /** What is known once the database was reached and its tables were right. */
    private record Ready(Dialect dialect, Claiming claiming) {}

    private JdbcIdempotencyStore(Sessions sessions, Settings settings) {
        this.sessions = sessions;
        this.settings = settings;
        this.cleanup = new Cleanup(sessions, settings);
    }

    /** On connections of a pool. Transactions are READ COMMITTED; a pool that has that as its default saves round trips. */
    public static JdbcIdempotencyStore on(DataSource dataSource) {
        return new JdbcIdempotencyStore(new PooledSessions(dataSource), Settings.DEFAULT);
    }

    /** On transactions of the caller's own manager. Claims with a lease run in such transactions too. */
    public static JdbcIdempotencyStore on(Transactions transactions) {
        return new JdbcIdempotencyStore(new ManagedSessions(transactions), Settings.DEFAULT);
    }

    /** For how long completed keys are remembered: longer than an event can be on its way. Default: 14 days. */
    public JdbcIdempotencyStore retention(Duration retention) {
        return with(settings.withRetention(retention));
    }

    /** After how long without renewal others may claim a key, and how long a transaction may be silent. Default: 1 minute. */
    public JdbcIdempotencyStore lease(Duration lease) {
        return with(settings.withLease(lease));
    }

    /** The table's name, after a schema and a dot if need be; another table's has {@code _version} appended. Default: tidings_handled. */
    public JdbcIdempotencyStore table(String name) {
        return with(settings.withTables(new Tables(name)));
    }

    /** One event in each transaction, as a persistence context such as JPA's needs it. Default: as many as there are. */
    public JdbcIdempotencyStore oneAtATime() {
        return with(settings.oneAtATime());
    }

    private JdbcIdempotencyStore with(Settings other) {
        return new JdbcIdempotencyStore(sessions, other);
    }

    /** The statements that make the tables, for the database that this is on. */
    public String ddl() {
        return ask("the idempotency store cannot tell what database it is on", this::ddl);
    }

    private String ddl(Connection connection) throws SQLException {
        return new Schema(settings.tables()).ddl(Dialect.of(connection));
    }

    /** Makes the tables where they are not there, which needs the right to, and returns this store. */
    public JdbcIdempotencyStore createTables() {
        String ddl = ddl();
        try {
            Schema.create(sessions, ddl);
        } catch (SQLException e) {
            throw failure("the idempotency store's tables could not be made", e);
        }
        return this;
    }

    @Override
    public List<Claim> claimAll(List<ClaimRequest> requests) {
        return ask(
                "keys could not be claimed",
                connection -> claiming(connection).claim(connection, requests, State.OWNED, settings.lease()));
    }

    @Override
    public List<Claim.Owned> completeAll(Collection<Claim.Owned> claims) {
        return ask(
                "keys could not be completed",
                connection -> claiming(connection).complete(connection, claims, settings.retention()));
    }

    @Override
    public List<Claim.Owned> renewAll(Collection<Claim.Owned> claims) {
        return ask(
                "leases could not be renewed",
                connection -> claiming(connection).renew(connection, claims, settings.lease()));
    }

    @Override
    public void releaseAll(Collection<Claim.Owned> claims) {
        int unused = ask("keys could not be released", connection -> {
            claiming(connection).release(connection, claims, State.OWNED);
            return claims.size();
        });
    }

    @Override
    public void inTransaction(Work work) throws Exception {
        sessions.transaction(transaction -> {
            work.with(transaction);
            checkAlive(transaction);
        });
    }

    /**
     * PostgreSQL rolls back instead of committing where a statement has failed, and its driver does not say so. Who has hidden such a
     * failure would lose all effects, and nobody would know.
     */
    private void checkAlive(Connection transaction) throws SQLException {
        Ready known = ready;
        if (known != null && known.dialect() == Dialect.POSTGRESQL) {
            Sql.execute(transaction, "select 1");
        }
    }

    @Override
    public List<Claim> claimAll(Connection transaction, List<ClaimRequest> requests) throws SQLException {
        return claiming(inTransaction(transaction)).claim(transaction, requests, State.COMPLETED, settings.retention());
    }

    @Override
    public void giveUp(Connection transaction, Collection<Claim.Owned> claims) throws SQLException {
        claiming(inTransaction(transaction)).release(transaction, claims, State.COMPLETED);
    }

    private static Connection inTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("the connection is in auto-commit, so a claim would complete before its"
                    + " effect; call setAutoCommit(false)");
        }
        return connection;
    }

    @Override
    public boolean isContention(Throwable failure) {
        return Failures.isContention(failure);
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return Failures.isOutage(failure);
    }

    @Override
    public boolean isOneAtATime() {
        return settings.isOneAtATime();
    }

    @Override
    public Optional<Duration> lease() {
        return Optional.of(settings.lease());
    }

    @Override
    public Optional<Duration> retention() {
        return Optional.of(settings.retention());
    }

    @Override
    public String promise() {
        return ("duplicates are recognised by all instances for %s, in the table %s; within its transaction an effect"
                        + " happens once, and with a lease again if its owner dies or is silent for %s")
                .formatted(settings.retention(), settings.tables().handled(), settings.lease());
    }

    @Override
    public void check() {
        try {
            sessions.run(this::claiming);
        } catch (SQLException | IdempotencyStoreException e) {
            if (!Failures.isOutage(e)) {
                throw new IllegalStateException("the idempotency store cannot read its tables: " + e.getMessage(), e);
            }
        }
    }

    private Claiming claiming(Connection connection) throws SQLException {
        Ready known = ready;
        if (known == null) {
            Dialect dialect = Dialect.of(connection);
            new Schema(settings.tables()).check(connection);
            known = new Ready(dialect, new Claiming(dialect.rows(settings)));
            ready = known;
            cleanup.start(dialect);
        }
        return known.claiming();
    }

    /** Deletes now what may be forgotten, so many rows in a transaction, and tells how many. */
    long sweep(int page) throws Exception {
        return cleanup.sweep(sessions.run(Dialect::of), page);
    }

    private <T> T ask(String what, Sql.Work<T> work) {
        try {
            return sessions.run(work);
        } catch (SQLException e) {
            throw failure(what, e);
        }
    }

    private static IdempotencyStoreException failure(String what, SQLException cause) {
        String wayOut =
                Failures.isTableMissing(cause) ? "; createTables() makes the tables, or run what ddl() says" : "";
        return new IdempotencyStoreException(
                what + ": " + String.valueOf(cause.getMessage()).strip() + wayOut, cause);
    }

    /** Ends the deletion of what may be forgotten. Claims go on working. */
    @Override
    public void close() {
        cleanup.close();
    }
}
