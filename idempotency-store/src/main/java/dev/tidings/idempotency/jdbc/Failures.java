package dev.tidings.idempotency.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What failures of databases mean. Those that were caused by such a failure mean the same. */
final class Failures {
    /** Serialization, deadlock, lock not available; and no memory for more locks, which smaller batches have. */
    private static final Set<String> CONTENTION = Set.of("40001", "40P01", "55P03", "53200");
    /** MariaDB and MySQL: deadlock, record has changed. */
    private static final Set<Integer> CONTENTION_CODES = Set.of(1213, 1020);
    /** MariaDB and MySQL: lock wait timeout, nowait. H2: lock timeout, concurrent update. */
    private static final Set<Integer> LOCKED_CODES = Set.of(1205, 3572, 50200, 90131);
    /** PostgreSQL: ended by an administrator, after a crash, starting, its connections used up. */
    private static final Set<String> OUTAGE = Set.of("57P01", "57P02", "57P03", "53300");

    private Failures() {}

    static boolean isContention(Throwable failure) {
        return isAny(failure, Failures::isContention);
    }

    private static boolean isContention(SQLException failure) {
        return CONTENTION.contains(state(failure))
                || CONTENTION_CODES.contains(failure.getErrorCode())
                || isLocked(failure);
    }

    /** Whether a row was locked, and only the statement failed. */
    static boolean isLocked(SQLException failure) {
        return LOCKED_CODES.contains(failure.getErrorCode());
    }

    /** Whether the database cannot be reached, or went away. */
    static boolean isOutage(Throwable failure) {
        return isAny(
                failure,
                sql -> state(sql).startsWith("08")
                        || OUTAGE.contains(state(sql))
                        || sql instanceof SQLTransientConnectionException
                        || sql instanceof SQLNonTransientConnectionException);
    }

    /** Whether a commit that failed so was certainly not made: a constraint, a state of the transaction, a rollback. */
    static boolean isRolledBack(Throwable failure) {
        return !isOutage(failure)
                && (isContention(failure)
                        || isAny(failure, sql -> Set.of("23", "25", "40").contains(stateClass(sql))));
    }

    static boolean isDuplicate(SQLException failure) {
        return stateClass(failure).equals("23");
    }

    static boolean isTableMissing(SQLException failure) {
        return state(failure).startsWith("42P01") || state(failure).startsWith("42S");
    }

    private static String state(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    private static String stateClass(SQLException failure) {
        String state = state(failure);
        return state.substring(0, Math.min(2, state.length()));
    }

    private static boolean isAny(Throwable failure, Predicate<SQLException> meant) {
        return chain(failure).stream().anyMatch(each -> each instanceof SQLException sql && meant.test(sql));
    }

    /** The failure, what caused it, and what a driver appended to either. */
    static List<Throwable> chain(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> all = new ArrayList<>();
        add(failure, seen, all);
        return all;
    }

    private static void add(@Nullable Throwable failure, Set<Throwable> seen, List<Throwable> all) {
        if (failure != null && seen.add(failure)) {
            all.add(failure);
            add(failure.getCause(), seen, all);
            if (failure instanceof SQLException sql) {
                add(sql.getNextException(), seen, all);
            }
        }
    }
}
