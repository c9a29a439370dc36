package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.IdempotencyKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Each statement takes its rows as arrays, so it is one text and one round trip for any number of them.
 *
 * <p>A claim takes an advisory lock on each key, or leaves the key out where another transaction has that lock: without it, inserting a
 * key that another transaction has inserted would wait for its end. The statements are worded so that the planner has no choice but to
 * look each key up in the index: a plan that was made and kept while the table was small would read the whole of it for ever.
 */
final class PostgresRows implements Rows {
    private static final String FROM_CLAIMS =
            " from unnest(cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as bigint[]), cast(? as bigint[]))"
                    + " as k (consumer, source, event_id, fence, fingerprint)";
    private static final String SAME_KEY =
            "t.consumer = k.consumer and t.source = k.source and t.event_id = k.event_id";

    private final Duration idle;
    private final String insert;
    private final String read;
    private final String takeOver;
    private final String mark;
    private final String delete;

    PostgresRows(String table, String now, Duration idle) {
        this.idle = idle;
        this.insert =
                "with bounded as materialized (select set_config('idle_in_transaction_session_timeout', ?, true) as idle)"
                        + " insert into " + table + " (consumer, source, event_id, state, fence, fingerprint, until)"
                        + " select k.consumer, k.source, k.event_id, cast(? as smallint), k.fence, k.fingerprint, "
                        + now + " + ?" + FROM_CLAIMS + ", bounded where bounded.idle is not null and "
                        + lock(table, "k.") + " on conflict do nothing";
        this.read = "select t.*" + FROM_CLAIMS
                + " cross join lateral (select t.consumer, t.source, t.event_id, t.state, t.fence, t.fingerprint, t.until - "
                + now + " as remaining from " + table + " t where " + SAME_KEY + " offset 0) t";
        this.takeOver = "update " + table + " t set state = ?, fence = ?, fingerprint = ?, until = " + now + " + ?"
                + " where consumer = ? and source = ? and event_id = ? and fence = ? and state = 0 and until <= " + now
                + " and " + lock(table, "t.");
        this.mark = "update " + table + " set state = ?, until = " + now + " + ?"
                + " where consumer = ? and source = ? and event_id = ? and fence = ? and state = 0";
        this.delete = "delete from " + table + " t using (select k.*" + FROM_CLAIMS + ") k where " + SAME_KEY
                + " and t.fence = k.fence and t.state = ?";
    }

    private static String lock(String table, String row) {
        return "pg_try_advisory_xact_lock(hashtextextended(%1$sconsumer || chr(10) || %1$ssource || chr(10) || %1$sevent_id, cast(cast('%2$s' as regclass) as bigint)))"
                .formatted(row, table);
    }

    /** A frozen process would hold its keys for ever; so its transaction ends when it was silent for as long as a lease. */
    @Override
    public int insert(Connection connection, List<Claim.Owned> claims, State state, Duration time) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, String.valueOf(idle.toMillis()));
            statement.setInt(2, state.stored());
            statement.setLong(3, time.toMillis());
            setClaims(statement, 4, claims);
            return statement.executeUpdate();
        }
    }

    @Override
    public List<Row> read(Connection connection, Collection<Claim.Owned> claims) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(read)) {
            setClaims(statement, 1, claims);
            return rows(statement);
        }
    }

    static List<Row> rows(PreparedStatement query) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                rows.add(new Row(
                        new IdempotencyKey(result.getString(1), result.getString(2), result.getString(3)),
                        State.of(result.getInt(4)),
                        result.getLong(5),
                        result.getLong(6),
                        result.getLong(7)));
            }
        }
        return rows;
    }

    @Override
    public boolean takeOver(Connection connection, Row ended, Claim.Owned claim, State state, Duration time)
            throws SQLException {
        IdempotencyKey key = claim.key();
        return Sql.update(
                        connection,
                        takeOver,
                        state.stored(),
                        claim.fence(),
                        claim.request().fingerprint(),
                        time.toMillis(),
                        key.group(),
                        key.source(),
                        key.eventId(),
                        ended.fence())
                == 1;
    }

    @Override
    public int mark(Connection connection, Collection<Claim.Owned> claims, State state, Duration time)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(mark)) {
            for (Claim.Owned claim : claims) {
                IdempotencyKey key = claim.key();
                Sql.set(
                        statement,
                        state.stored(),
                        time.toMillis(),
                        key.group(),
                        key.source(),
                        key.eventId(),
                        claim.fence());
                statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch()).sum();
        }
    }

    @Override
    public void delete(Connection connection, Collection<Claim.Owned> claims, State state) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            setClaims(statement, 1, claims);
            statement.setInt(6, state.stored());
            statement.executeUpdate();
        }
    }

    private static void setClaims(PreparedStatement statement, int from, Collection<Claim.Owned> claims)
            throws SQLException {
        statement.setArray(
                from, array(statement, "text", claims, claim -> claim.key().group()));
        statement.setArray(
                from + 1, array(statement, "text", claims, claim -> claim.key().source()));
        statement.setArray(
                from + 2, array(statement, "text", claims, claim -> claim.key().eventId()));
        statement.setArray(from + 3, array(statement, "bigint", claims, Claim.Owned::fence));
        statement.setArray(
                from + 4,
                array(statement, "bigint", claims, claim -> claim.request().fingerprint()));
    }

    private static Array array(
            PreparedStatement statement,
            String type,
            Collection<Claim.Owned> claims,
            Function<Claim.Owned, Object> part)
            throws SQLException {
        return statement
                .getConnection()
                .createArrayOf(type, claims.stream().map(part).toArray());
    }
}
