package dev.tidings.migration.baton;

import dev.tidings.events.RawMessage;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Ends this process at a point, once it is armed: says {@code reached}, stays there for a moment, and halts. */
final class CrashPoint implements WatchedDataSource.Watch, WatchedBroker.Watch {
    static final int HALTED = 137;
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final String point;
    private final String queue;
    private final String table;
    private final String group;
    private final AtomicBoolean reached = new AtomicBoolean();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final Set<Connection> effects = ConcurrentHashMap.newKeySet();
    private final Set<Connection> ends = ConcurrentHashMap.newKeySet();
    private volatile long epoch = Long.MAX_VALUE;
    private volatile boolean armed;

    CrashPoint(String point, String queue, SidePlace place) {
        this.point = point;
        this.queue = queue;
        this.table = place.table();
        this.group = place.group();
    }

    void arm() {
        armed = true;
    }

    void pass(String where) {
        if (armed && where.equals(point) && reached.compareAndSet(false, true)) {
            System.out.println("reached");
            LockSupport.parkNanos(MOMENT.toNanos());
            Runtime.getRuntime().halt(HALTED);
        }
    }

    @Override
    public void before(Connection connection, String sql, Map<Integer, Object> parameters) {
        if (sql.contains("_lock_shared")) {
            pass("before-fence");
        } else if (isBeat(sql)) {
            passBeat("before-", parameters);
        } else if (isEnd(sql, parameters)) {
            pass("before-finished");
        }
    }

    @Override
    public void after(Connection connection, String sql, Map<Integer, Object> parameters) {
        if (sql.contains("_lock_shared")) {
            pass("after-fence");
        } else if (sql.contains("_effects values")) {
            effects.add(connection);
            pass("after-effect");
        } else if (isBeat(sql)) {
            passBeat("after-", parameters);
            epoch = (long) parameters.getOrDefault(3, 0L);
        } else if (isEnd(sql, parameters)) {
            ends.add(connection);
        } else if (sql.equals("commit")) {
            if (effects.remove(connection)) {
                pass("after-commit");
            }
            if (ends.remove(connection)) {
                pass("after-finished");
            }
        }
    }

    private boolean isBeat(String sql) {
        return sql.startsWith("update " + table + "_side");
    }

    private boolean isEnd(String sql, Map<Integer, Object> parameters) {
        return sql.startsWith("update " + table + " set")
                && parameters.getOrDefault(4, "").equals("finished");
    }

    /** It has seen what it is about to tell. */
    private void passBeat(String when, Map<Integer, Object> parameters) {
        if ((long) parameters.getOrDefault(3, 0L) > epoch) {
            pass(when + "epoch-told");
        }
        if ((boolean) parameters.getOrDefault(6, false)) {
            pass(when + "bindings-told");
        }
        if ((boolean) parameters.getOrDefault(7, false)) {
            pass(when + "empty-told");
        }
    }

    /** With other bindings, but for the first time. */
    @Override
    public void subscribes(String to) {
        if (to.equals(queue) && subscriptions.incrementAndGet() > 1) {
            pass("before-bindings");
        }
    }

    @Override
    public void publishes(RawMessage message) {
        boolean isSide =
                message.routingKey().equals(group) || message.routingKey().equals(group + ".v2");
        if (message.exchange().isEmpty() && isSide && !message.routingKey().equals(queue)) {
            pass("before-forward");
        }
    }
}
