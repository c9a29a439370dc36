package dev.tidings.idempotency.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Bounds how long a session waits for locks of others, and sets it back afterwards. */
enum NoWait {
    /** Each statement says so itself. */
    BY_STATEMENT("", ""),
    /** A second is the least. */
    MYSQL("select @@session.innodb_lock_wait_timeout", "set session innodb_lock_wait_timeout = ", 1),
    H2("call lock_timeout()", "set lock_timeout ", 0);

    private final String get;
    private final String set;
    private final long least;

    NoWait(String get, String set) {
        this(get, set, 0);
    }

    NoWait(String get, String set, long least) {
        this.get = get;
        this.set = set;
        this.least = least;
    }

    <T> T run(Connection connection, Sql.Work<T> work) throws SQLException {
        if (this == BY_STATEMENT) {
            return work.with(connection);
        }
        long before = Sql.number(connection, get);
        Sql.execute(connection, set + least);
        try {
            return work.with(connection);
        } finally {
            Sql.execute(connection, set + before);
        }
    }
}
