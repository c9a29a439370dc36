package dev.tidings.migration.shadow;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose transaction cannot be ended through it, nor through the statements and results that come of it. What a statement
 * does behind the first words of its text is not looked at.
 */
final class Guard implements InvocationHandler {
    private static final Set<String> REFUSED = Set.of(
            "commit",
            "close",
            "abort",
            "setAutoCommit",
            "setTransactionIsolation",
            "setReadOnly",
            "setSchema",
            "setCatalog");

    private final Object guarded;
    private final GuardedSql sql;
    private final @Nullable Object connection;

    /** @param connection to be handed out as the one that something came from; null if this is it */
    private Guard(Object guarded, GuardedSql sql, @Nullable Object connection) {
        this.guarded = guarded;
        this.sql = sql;
        this.connection = connection;
    }

    static Connection of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        boolean undoesDefinitions = product.toLowerCase(Locale.ROOT).equals("postgresql");
        return proxy(Connection.class, new Guard(connection, new GuardedSql(!undoesDefinitions), null));
    }

    private static <T> T proxy(Class<T> type, Guard guard) {
        return type.cast(Proxy.newProxyInstance(Guard.class.getClassLoader(), new Class<?>[] {type}, guard));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "isWrapperFor" -> false;
            case "getConnection" -> connection;
            default -> passed(proxy, method, arguments);
        };
    }

    private @Nullable Object passed(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        check(method, arguments);
        Object result = call(method, arguments);
        return result == null ? null : guarded(proxy, result);
    }

    private void check(Method method, @Nullable Object @Nullable [] arguments) {
        String name = method.getName();
        boolean isOfAll = guarded instanceof Connection
                && (REFUSED.contains(name) || (name.equals("rollback") && method.getParameterCount() == 0));
        if (isOfAll || name.equals("unwrap")) {
            throw refused(name + "()");
        }
        boolean mayRun = guarded instanceof Connection || guarded instanceof Statement;
        if (mayRun && arguments != null && arguments.length > 0 && arguments[0] instanceof String text) {
            sql.ending(text).ifPresent(words -> {
                throw refused("the statement '" + words + "'");
            });
        }
    }

    private static IllegalStateException refused(String what) {
        return new IllegalStateException(
                what
                        + " could end or leave the transaction, which is only looked at here and belongs to whoever called; return or throw instead");
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(guarded, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** What has a way back to the connection is guarded as well. */
    private Object guarded(Object proxy, Object result) {
        Object origin = connection == null ? proxy : connection;
        return Stream.of(
                        CallableStatement.class,
                        PreparedStatement.class,
                        Statement.class,
                        ResultSet.class,
                        DatabaseMetaData.class)
                .filter(type -> type.isInstance(result))
                .findFirst()
                .<Object>map(type -> proxy(type, new Guard(result, sql, origin)))
                .orElse(result);
    }
}
