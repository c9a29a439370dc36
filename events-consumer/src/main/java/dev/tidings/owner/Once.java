package dev.tidings.owner;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Made when it is first asked for. Safe for use by many threads. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> making;
    private @Nullable T made;

    Once(Supplier<T> making) {
        this.making = making;
    }

    @Override
    public synchronized T get() {
        T result = made;
        if (result == null) {
            result = making.get();
            made = result;
        }
        return result;
    }
}
