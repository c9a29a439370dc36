package dev.tidings.mirror.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts what is executed on a data source: queries, updates and batches. */
final class Statements {
    private final AtomicInteger executed = new AtomicInteger();

    DataSource counted(DataSource real) {
        return proxy(DataSource.class, real);
    }

    /** Since it was asked last. */
    int executed() {
        return executed.getAndSet(0);
    }

    private <I> I proxy(Class<I> type, I real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        executed.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        if (result instanceof PreparedStatement statement) {
                            return proxy(PreparedStatement.class, statement);
                        }
                        return result instanceof Connection connection ? proxy(Connection.class, connection) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }
}
