package dev.tidings.migration.baton;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/** A data source whose statements and commits are looked at. */
final class WatchedDataSource {
    private WatchedDataSource() {}

    /**
     * Called on the thread of the statement. A commit is a statement, {@code commit}, without parameters.
     *
     * <p>What it throws goes to who made the call.
     */
    interface Watch {
        default void before(Connection connection, String sql, Map<Integer, Object> parameters) {}

        default void after(Connection connection, String sql, Map<Integer, Object> parameters) {}
    }

    static DataSource of(DataSource dataSource, Watch watch) {
        return proxy(
                DataSource.class,
                (self, method, arguments) -> method.getName().equals("getConnection")
                        ? connection((Connection) call(dataSource, method, arguments), watch)
                        : call(dataSource, method, arguments));
    }

    private static Connection connection(Connection connection, Watch watch) {
        return proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
            case "commit" -> watched(connection, method, arguments, watch, connection, "commit", Map.of());
            case "prepareStatement" ->
                statement((PreparedStatement) call(connection, method, arguments), watch, connection, (String)
                        arguments[0]);
            default -> call(connection, method, arguments);
        });
    }

    private static PreparedStatement statement(
            PreparedStatement statement, Watch watch, Connection connection, String sql) {
        Map<Integer, Object> parameters = new HashMap<>();
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                return watched(statement, method, arguments, watch, connection, sql, parameters);
            }
            if (method.getName().startsWith("set") && arguments.length == 2 && arguments[0] instanceof Integer place) {
                parameters.put(place, Objects.requireNonNullElse(arguments[1], ""));
            }
            return call(statement, method, arguments);
        });
    }

    private static Object watched(
            Object target,
            Method method,
            Object[] arguments,
            Watch watch,
            Connection connection,
            String sql,
            Map<Integer, Object> parameters)
            throws Throwable {
        watch.before(connection, sql, parameters);
        Object result = call(target, method, arguments);
        watch.after(connection, sql, parameters);
        return result;
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
