package dev.tidings.jdbc.internal;

import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.TidingsException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What failures of databases mean. */
public final class Failures {
    /** How a table comes to be. */
    public static final String WAY_OUT = "createTables() makes it, or run what ddl() says";

    /** Connections, and what PostgreSQL says while it stops and starts and when its connections are used up. */
    private static final List<String> OUTAGE = List.of("08", "57P01", "57P02", "57P03", "53300");
    /** Serialization and deadlock, or a row that somebody else inserted meanwhile. */
    private static final List<String> CONTENTION = List.of("40", "23");
    /** MariaDB and MySQL: deadlock, record has changed. H2: concurrent update. */
    private static final Set<Integer> CONTENTION_CODES = Set.of(1213, 1020, 90131);

    private Failures() {}

    /** What may fail on the database. */
    @FunctionalInterface
    public interface Question<R> {
        R answer() throws SQLException;
    }

    /** Its answer; a failure is thrown in words that begin with these. */
    public static <R> R ask(String what, Question<R> question) {
        try {
            return question.answer();
        } catch (SQLException e) {
            throw inWords(what, e);
        }
    }

    /** Whether the database cannot be reached, or stops or starts. */
    public static boolean isOutage(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || OUTAGE.stream().anyMatch(state(failure)::startsWith);
    }

    /** Whether others were in the way, and the same may well work at once. */
    public static boolean isContention(SQLException failure) {
        return CONTENTION.stream().anyMatch(state(failure)::startsWith)
                || CONTENTION_CODES.contains(failure.getErrorCode());
    }

    /** Whether a table, or the right to use it, is missing. */
    public static boolean isMissing(SQLException failure) {
        return state(failure).startsWith("42");
    }

    /** To be thrown to who asked for it. */
    public static RuntimeException inWords(String what, SQLException failure) {
        String words = what + ": " + String.valueOf(failure.getMessage()).strip();
        return isOutage(failure)
                ? new UnavailableException(words, failure)
                : new TidingsException(words + (isMissing(failure) ? "; if it is the table, " + WAY_OUT : ""), failure);
    }

    private static String state(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
