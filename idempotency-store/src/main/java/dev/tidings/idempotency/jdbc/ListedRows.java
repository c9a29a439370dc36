package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.IdempotencyKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Each statement lists its rows, so many at a time. Where a claim meets a lock of another transaction, its keys are claimed one by one,
 * and only those that are locked are left out.
 */
final class ListedRows implements Rows {
    private static final String KEY = "(consumer = ? and source = ? and event_id = ?)";
    private static final String CLAIM = "(consumer = ? and source = ? and event_id = ? and fence = ?)";

    private final int atOnce;
    private final NoWait noWait;
    private final String insert;
    private final String row;
    private final String read;
    private final String lock;
    private final String takeOver;
    private final String mark;
    private final String delete;

    /** @param claiming comes before the statement that inserts, so that it does not wait */
    ListedRows(String table, String now, int atOnce, String claiming, String ignore, NoWait noWait) {
        this.atOnce = atOnce;
        this.noWait = noWait;
        this.insert = claiming + "insert " + ignore + " into " + table
                + " (consumer, source, event_id, state, fence, fingerprint, until) values ";
        this.row = "(?, ?, ?, ?, ?, ?, " + now + " + ?)";
        this.read = "select consumer, source, event_id, state, fence, fingerprint, until - " + now + " from " + table
                + " where ";
        this.lock = "select fence from " + table + " where " + CLAIM + " for update skip locked";
        this.takeOver = "update " + table + " set state = ?, fence = ?, fingerprint = ?, until = " + now + " + ? where "
                + CLAIM + " and state = 0 and until <= " + now;
        this.mark = "update " + table + " set state = ?, until = " + now + " + ? where state = 0 and (";
        this.delete = "delete from " + table + " where state = ? and (";
    }

    @Override
    public int insert(Connection connection, List<Claim.Owned> claims, State state, Duration time) throws SQLException {
        return noWait.run(connection, same -> sum(same, claims, (all, some) -> insertSome(all, some, state, time)));
    }

    private int insertSome(Connection connection, List<Claim.Owned> claims, State state, Duration time)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert + list(row, ", ", claims.size()))) {
            int place = 1;
            for (Claim.Owned claim : claims) {
                place = setKey(statement, place, claim.key());
                statement.setInt(place++, state.stored());
                statement.setLong(place++, claim.fence());
                statement.setLong(place++, claim.request().fingerprint());
                statement.setLong(place++, time.toMillis());
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            if (!isInTheWay(e)) {
                throw e;
            }
            int inserted = 0;
            for (int i = 0; i < claims.size() && claims.size() > 1; i++) {
                inserted += insertSome(connection, claims.subList(i, i + 1), state, time);
            }
            return inserted;
        }
    }

    /** Whether only the statement failed, since a row is there or locked; a deadlock ends the whole transaction. */
    private static boolean isInTheWay(SQLException failure) {
        return Failures.isDuplicate(failure) || Failures.isLocked(failure);
    }

    @Override
    public List<Row> read(Connection connection, Collection<Claim.Owned> claims) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (List<Claim.Owned> some : parts(claims)) {
            try (PreparedStatement statement = connection.prepareStatement(read + list(KEY, " or ", some.size()))) {
                int place = 1;
                for (Claim.Owned claim : some) {
                    place = setKey(statement, place, claim.key());
                }
                rows.addAll(PostgresRows.rows(statement));
            }
        }
        return rows;
    }

    @Override
    public boolean takeOver(Connection connection, Row ended, Claim.Owned claim, State state, Duration time)
            throws SQLException {
        return together(connection, true, same -> {
                    if (!isLocked(same, ended)) {
                        return 0;
                    }
                    try (PreparedStatement statement = same.prepareStatement(takeOver)) {
                        statement.setInt(1, state.stored());
                        statement.setLong(2, claim.fence());
                        statement.setLong(3, claim.request().fingerprint());
                        statement.setLong(4, time.toMillis());
                        statement.setLong(setKey(statement, 5, claim.key()), ended.fence());
                        return statement.executeUpdate();
                    }
                })
                == 1;
    }

    /** Whether the row could be locked for this transaction at once. */
    private boolean isLocked(Connection connection, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setLong(setKey(statement, 1, row.key()), row.fence());
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    @Override
    public int mark(Connection connection, Collection<Claim.Owned> claims, State state, Duration time)
            throws SQLException {
        return sum(connection, claims, (all, some) -> {
            try (PreparedStatement statement = all.prepareStatement(mark + list(CLAIM, " or ", some.size()) + ")")) {
                statement.setInt(1, state.stored());
                statement.setLong(2, time.toMillis());
                setClaims(statement, 3, some);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void delete(Connection connection, Collection<Claim.Owned> claims, State state) throws SQLException {
        int unused = sum(connection, claims, (all, some) -> {
            try (PreparedStatement statement = all.prepareStatement(delete + list(CLAIM, " or ", some.size()) + ")")) {
                statement.setInt(1, state.stored());
                setClaims(statement, 2, some);
                return statement.executeUpdate();
            }
        });
    }

    /** What is done with a part of the rows. */
    @FunctionalInterface
    private interface Part {
        int with(Connection connection, List<Claim.Owned> some) throws SQLException;
    }

    /** More than one part is one transaction all the same. */
    private int sum(Connection connection, Collection<Claim.Owned> claims, Part part) throws SQLException {
        List<List<Claim.Owned>> parts = parts(claims);
        return together(connection, parts.size() > 1, same -> {
            int sum = 0;
            for (List<Claim.Owned> some : parts) {
                sum += part.with(same, some);
            }
            return sum;
        });
    }

    /** In one transaction, if these are many statements and there is none yet. */
    private static int together(Connection connection, boolean isMany, Sql.Work<Integer> work) throws SQLException {
        if (!isMany || !connection.getAutoCommit()) {
            return work.with(connection);
        }
        connection.setAutoCommit(false);
        try {
            int result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private List<List<Claim.Owned>> parts(Collection<Claim.Owned> claims) {
        List<Claim.Owned> all = List.copyOf(claims);
        List<List<Claim.Owned>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += atOnce) {
            parts.add(all.subList(from, Math.min(all.size(), from + atOnce)));
        }
        return parts;
    }

    private static String list(String one, String between, int count) {
        return one + (between + one).repeat(count - 1);
    }

    private static void setClaims(PreparedStatement statement, int from, List<Claim.Owned> claims) throws SQLException {
        int place = from;
        for (Claim.Owned claim : claims) {
            place = setKey(statement, place, claim.key());
            statement.setLong(place++, claim.fence());
        }
    }

    /** Tells the next place. */
    private static int setKey(PreparedStatement statement, int place, IdempotencyKey key) throws SQLException {
        statement.setString(place, key.group());
        statement.setString(place + 1, key.source());
        statement.setString(place + 2, key.eventId());
        return place + 3;
    }
}
