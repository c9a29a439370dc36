package dev.tidings.consumer;

import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A store whose calls are looked at. */
final class WatchedStore {
    private WatchedStore() {}

    /** Called on the thread of the call. */
    interface Watch {
        default void before(String method) {}

        default void after(String method, Optional<Throwable> thrown, Duration took) {}
    }

    static TransactionalIdempotencyStore of(TransactionalIdempotencyStore store, Watch watch) {
        return (TransactionalIdempotencyStore) Proxy.newProxyInstance(
                WatchedStore.class.getClassLoader(),
                new Class<?>[] {TransactionalIdempotencyStore.class},
                (self, method, arguments) -> {
                    watch.before(method.getName());
                    long start = System.nanoTime();
                    Optional<Throwable> thrown = Optional.empty();
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                        thrown = Optional.of(cause);
                        throw cause;
                    } finally {
                        watch.after(method.getName(), thrown, Duration.ofNanos(System.nanoTime() - start));
                    }
                });
    }
}
