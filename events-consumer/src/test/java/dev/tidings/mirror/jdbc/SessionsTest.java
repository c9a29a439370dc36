package dev.tidings.mirror.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.jdbc.internal.Sessions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final AtomicInteger attempts = new AtomicInteger();

    private Sessions.Work<Integer> failing(int times, String state) {
        return connection -> {
            if (attempts.incrementAndGet() <= times) {
                throw new SQLException("for this test", state);
            }
            return attempts.get();
        };
    }

    @Test
    void a_deadlock_is_tried_again_ten_times_at_most() throws SQLException {
        try (MirrorDatabase database = MirrorDatabase.h2()) {
            Sessions sessions = new Sessions(database.dataSource());

            assertThat(sessions.inTransaction(failing(9, "40001"))).isEqualTo(10);
            attempts.set(0);
            assertThat(sessions.run(failing(2, "40P01"))).isEqualTo(3);
            attempts.set(0);
            assertThatThrownBy(() -> sessions.inTransaction(failing(99, "40001")))
                    .isInstanceOf(SQLException.class);
            assertThat(attempts).hasValue(10);
        }
    }

    @Test
    void a_transaction_that_cannot_be_rolled_back_is_not_committed_either() throws SQLException {
        try (MirrorDatabase database = MirrorDatabase.postgresql()) {
            database.run("create table TABLE (n integer)");
            Sessions.Work<Integer> insert = connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.executeUpdate("insert into " + database.table() + " values (1)");
                }
            };

            assertThat(new Sessions(database.dataSource()).rolledBack(insert)).isEqualTo(1);
            assertThatThrownBy(() -> new Sessions(withoutRollback(database.dataSource())).rolledBack(insert))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("no rollback for this test");

            assertThat(database.row("select count(*) from TABLE")).containsExactly(0L);
        }
    }

    private static DataSource withoutRollback(DataSource pool) {
        AtomicInteger rollbacks = new AtomicInteger();
        return proxy(DataSource.class, (asked, method, arguments) -> {
            Connection connection = pool.getConnection();
            return proxy(Connection.class, (proxy, called, values) -> {
                // The first one ends the question for the isolation.
                if (called.getName().equals("rollback") && rollbacks.incrementAndGet() > 1) {
                    throw new SQLException("no rollback for this test", "22001");
                }
                try {
                    return called.invoke(connection, values);
                } catch (InvocationTargetException e) {
                    throw e.getTargetException();
                }
            });
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(SessionsTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void any_other_failure_is_not_tried_again() {
        try (MirrorDatabase database = MirrorDatabase.h2()) {
            Sessions sessions = new Sessions(database.dataSource());

            assertThatThrownBy(() -> sessions.inTransaction(failing(1, "22001")))
                    .isInstanceOf(SQLException.class);

            assertThat(attempts).hasValue(1);
        }
    }

    @Test
    void a_transaction_is_read_committed_and_a_failed_one_leaves_nothing() throws SQLException {
        try (MirrorDatabase database = MirrorDatabase.h2()) {
            Sessions sessions = new Sessions(database.dataSource());
            database.run("create table TABLE (n integer)");

            assertThat(sessions.inTransaction(Connection::getTransactionIsolation))
                    .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThatThrownBy(() -> sessions.inTransaction(connection -> {
                        try (var statement = connection.createStatement()) {
                            statement.execute("insert into " + database.table() + " values (1)");
                        }
                        throw new SQLException("for this test", "22001");
                    }))
                    .isInstanceOf(SQLException.class);

            assertThat(database.row("select count(*) from TABLE")).containsExactly(0L);
        }
    }
}
