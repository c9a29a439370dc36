package dev.tidings.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** A process that is killed: a service that stores events, or a relay. */
final class OutboxChild {
    static final int HALTED = 137;

    private final String url;
    private final String user;
    private final String table;
    private final String exchange;
    private final String uri;
    private final int number;

    private OutboxChild(String... arguments) {
        this.url = arguments[1];
        this.user = arguments[2];
        this.table = arguments[3];
        this.exchange = arguments[4];
        this.uri = arguments[5];
        this.number = Integer.parseInt(arguments[6]);
    }

    /** A process at work on this outbox. */
    static ChildJvm start(String role, TestDatabase database, String exchange, String uri, int number)
            throws IOException {
        return ChildJvm.start(
                OutboxChild.class,
                "128m",
                role,
                database.url(),
                database.user(),
                database.table(),
                exchange,
                uri,
                String.valueOf(number));
    }

    public static void main(String[] arguments) throws Exception {
        OutboxChild child = new OutboxChild(arguments);
        switch (arguments[0]) {
            case "producer" -> child.commitAndHalt();
            case "relay" -> child.relay(child.pool());
            case "relay-halting-at-mark" -> child.relay(child.haltingAtMark(child.pool()));
            case "backlog" -> child.publishAll();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** One transaction that is committed, and one that is not; in between, if the number is even, the end. */
    private void commitAndHalt() throws SQLException {
        try (Connection transaction = DriverManager.getConnection(url, user, "")) {
            transaction.setAutoCommit(false);
            JdbcOutbox outbox = Ledger.outbox(pool(), table, exchange);
            Ledger.write(transaction, outbox, table, Ledger.event(number));
            transaction.commit();
            if (number % 2 == 1) {
                Ledger.write(transaction, outbox, table, Ledger.event(number));
            }
            Runtime.getRuntime().halt(HALTED);
        }
    }

    /** Until its standard input ends. */
    private void relay(DataSource dataSource) throws Exception {
        try (Broker broker = Broker.connect(uri).awaitConnected(Duration.ofSeconds(20));
                Relay relay =
                        Ledger.outbox(dataSource, table, exchange).relay(broker).start()) {
            System.out.println(relay.health().words());
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        }
    }

    private void publishAll() throws Exception {
        long most = 0;
        try (Broker broker = Broker.connect(uri).awaitConnected(Duration.ofSeconds(20));
                Relay relay = Ledger.outbox(pool(), table, exchange).relay(broker)) {
            long start = System.nanoTime();
            for (int published = 0; published < number; ) {
                published += relay.flush().published();
                Runtime runtime = Runtime.getRuntime();
                most = Math.max(most, runtime.totalMemory() - runtime.freeMemory());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%,d events in %.1f s: %,.0f events/s, heap at most %d of 128 MiB%n",
                    number, seconds, number / seconds, most >> 20);
        }
    }

    private DataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(2);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Ends this process when published events are about to be marked, that many times at the latest. */
    private DataSource haltingAtMark(DataSource pool) {
        int[] left = {number};
        return proxy(DataSource.class, pool, (method, result) -> {
            if (!(result instanceof Connection connection)) {
                return result;
            }
            return proxy(Connection.class, connection, (name, prepared) -> {
                if (name.contains("set state") && left[0]-- == 0) {
                    Runtime.getRuntime().halt(HALTED);
                }
                return prepared;
            });
        });
    }

    /** What becomes of a result; called with the statement, or with the method's name. */
    private interface Watch {
        Object result(String call, Object result) throws Exception;
    }

    private static <T> T proxy(Class<T> type, T target, Watch watch) {
        return type.cast(Proxy.newProxyInstance(
                OutboxChild.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        boolean sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String;
                        Object result = method.invoke(target, arguments);
                        return result == null
                                ? null
                                : watch.result(sql ? arguments[0].toString() : method.getName(), result);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
