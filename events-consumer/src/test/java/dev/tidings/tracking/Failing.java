package dev.tidings.tracking;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;

/** Data sources that do something, or throw, before they give a connection. */
final class Failing {
    private Failing() {}

    static DataSource dataSource(DataSource real, Runnable before) {
        return (DataSource) Proxy.newProxyInstance(
                Failing.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    before.run();
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
