package dev.tidings.consumer;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;

/** Which failures say that something does not work for now, whatever the event. */
record Unavailable(List<Class<? extends Throwable>> types) {
    /** Deeper causes are not looked for: a chain may be a circle. */
    private static final int DEEPEST = 20;
    /** Connection exceptions, and what PostgreSQL says while it stops and starts. */
    private static final List<String> SQL_STATES = List.of("08", "57P01", "57P02", "57P03");

    /** The cause that says so, if one does. */
    Optional<Throwable> cause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (says(cause)) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private boolean says(Throwable cause) {
        return cause instanceof UnavailableException
                || (cause instanceof SQLException sql && isConnection(sql))
                || types.stream().anyMatch(type -> type.isInstance(cause));
    }

    private static boolean isConnection(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || SQL_STATES.stream().anyMatch(state::startsWith);
    }
}
