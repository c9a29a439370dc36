package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Claims keys, and ends claims. Rows are written in the order of the keys, so that two who write the same ones cannot wait for each
 * other.
 */
record Claiming(Rows rows) {
    /** Where another transaction has a key, and nothing says for how long. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private static final Comparator<Claim.Owned> BY_KEY = Comparator.comparing(Claim.Owned::key);

    /** Claims are rows of this state for that time. */
    List<Claim> claim(Connection connection, List<ClaimRequest> requests, State state, Duration time)
            throws SQLException {
        if (requests.isEmpty()) {
            return List.of();
        }
        long fence = Fences.next();
        List<Claim.Owned> wanted = requests.stream()
                .map(request -> new Claim.Owned(request, fence))
                .toList();
        List<Claim.Owned> sorted = wanted.stream().sorted(BY_KEY).toList();
        if (rows.insert(connection, sorted, state, time) == wanted.size()) {
            return List.copyOf(wanted);
        }
        Map<IdempotencyKey, Row> found = read(connection, sorted);
        Map<IdempotencyKey, Claim> answers = new HashMap<>();
        for (Claim.Owned claim : sorted) {
            answers.put(claim.key(), answer(connection, claim, found.get(claim.key()), state, time));
        }
        return requests.stream().map(request -> answers.get(request.key())).toList();
    }

    private Claim answer(Connection connection, Claim.Owned claim, @Nullable Row row, State state, Duration time)
            throws SQLException {
        IdempotencyKey key = claim.key();
        if (row == null) {
            return new Claim.Busy(key, ASK_AGAIN);
        }
        if (row.fence() == claim.fence()) {
            return claim;
        }
        if (row.state() == State.COMPLETED) {
            boolean isSame = row.fingerprint() == claim.request().fingerprint();
            return isSame ? new Claim.Completed(key) : new Claim.Conflict(key);
        }
        if (row.remainingMillis() > 0) {
            return new Claim.Busy(key, Duration.ofMillis(row.remainingMillis()));
        }
        return rows.takeOver(connection, row, claim, state, time) ? claim : new Claim.Busy(key, ASK_AGAIN);
    }

    /** Those that are not owned any more and were not completed by their own claim either. */
    List<Claim.Owned> complete(Connection connection, Collection<Claim.Owned> claims, Duration retention)
            throws SQLException {
        return mark(connection, claims, State.COMPLETED, retention);
    }

    /** Those that are not owned any more. */
    List<Claim.Owned> renew(Connection connection, Collection<Claim.Owned> claims, Duration lease) throws SQLException {
        return mark(connection, claims, State.OWNED, lease);
    }

    private List<Claim.Owned> mark(Connection connection, Collection<Claim.Owned> claims, State state, Duration time)
            throws SQLException {
        List<Claim.Owned> sorted = claims.stream().sorted(BY_KEY).toList();
        if (sorted.isEmpty() || rows.mark(connection, sorted, state, time) == sorted.size()) {
            return List.of();
        }
        Map<IdempotencyKey, Row> found = read(connection, sorted);
        return claims.stream()
                .filter(claim -> !isMarked(found.get(claim.key()), claim, state))
                .toList();
    }

    private static boolean isMarked(@Nullable Row row, Claim.Owned claim, State state) {
        return row != null && row.fence() == claim.fence() && row.state() == state;
    }

    /** Deletes those that are in this state. */
    void release(Connection connection, Collection<Claim.Owned> claims, State state) throws SQLException {
        if (!claims.isEmpty()) {
            rows.delete(connection, claims.stream().sorted(BY_KEY).toList(), state);
        }
    }

    private Map<IdempotencyKey, Row> read(Connection connection, List<Claim.Owned> claims) throws SQLException {
        return rows.read(connection, claims).stream().collect(Collectors.toMap(Row::key, Function.identity()));
    }
}
