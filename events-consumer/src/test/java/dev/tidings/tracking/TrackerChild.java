package dev.tidings.tracking;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.testkit.process.ChildJvm;
import dev.tidings.testkit.process.DatabaseServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A tracker in a process that is killed, or ends itself when it has stored counts so often. It says {@code consuming}. */
final class TrackerChild {
    static final int HALTED = 137;
    /** Ends itself with a connection at hand, before it has stored anything by it. */
    static final String BEFORE = "before the commit";
    /** Ends itself when the counts are committed, before it acknowledges. */
    static final String AFTER = "after the commit";

    static final String NEVER = "never";

    private final String crashPoint;
    private final AtomicInteger passes;

    private TrackerChild(String crashPoint, int passes) {
        this.crashPoint = crashPoint;
        this.passes = new AtomicInteger(passes);
    }

    /**
     * Returns when it consumes.
     *
     * @param passes how often it passes the point before it ends itself there
     */
    static ChildJvm start(String crashPoint, int passes, TrackedExchange tracked) throws IOException {
        ChildJvm child = ChildJvm.start(
                TrackerChild.class,
                "128m",
                crashPoint,
                String.valueOf(passes),
                tracked.database.url(),
                tracked.database.table(),
                tracked.uri,
                tracked.exchange,
                tracked.name);
        String line = child.line();
        if (!line.equals("consuming")) {
            child.close();
            throw new IllegalStateException("the child said '" + line + "'");
        }
        return child;
    }

    /** Until its standard input ends. */
    public static void main(String[] words) throws Exception {
        TrackerChild child = new TrackerChild(words[0], Integer.parseInt(words[1]));
        try (HikariDataSource pool = new DatabaseServer(words[2], "postgres").pool(3);
                Broker broker = Broker.connect(words[4])) {
            EventTracker tracker = EventTracker.named(words[6])
                    .on(words[5])
                    .mostKeys(Integer.MAX_VALUE)
                    .into(child.watched(pool))
                    .table(words[3])
                    .start(broker)
                    .awaitConsuming(Duration.ofSeconds(30));
            System.out.println("consuming");
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
            tracker.close();
        }
    }

    private DataSource watched(DataSource pool) {
        return watching(DataSource.class, pool, "getConnection", BEFORE);
    }

    /** The same object, where a method of it is a crash point once it has returned. */
    private <T> T watching(Class<T> type, T real, String method, String point) {
        return type.cast(Proxy.newProxyInstance(
                TrackerChild.class.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    Object result = call(real, called, arguments);
                    if (called.getName().equals(method)) {
                        pass(point);
                    }
                    return result instanceof Connection connection
                            ? watching(Connection.class, connection, "close", AFTER)
                            : result;
                }));
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void pass(String point) {
        if (point.equals(crashPoint) && passes.getAndDecrement() == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
    }
}
