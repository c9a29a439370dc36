package dev.tidings.bench.peers;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Reads the body, and remembers the ids of as many events and for as long as our store in memory does. A duplicate is skipped; an event
 * whose handler fails is forgotten again.
 */
public final class RememberingListener implements Listener {
    private static final int MOST = 100_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final ConcurrentMap<String, Boolean> handled = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LONGEST)
            // As ours: on the common pool its upkeep costs a change of threads for every few ids.
            .executor(Runnable::run)
            .<String, Boolean>build()
            .asMap();
    private final Consumer<ThinBody> handler;

    public RememberingListener(Consumer<ThinBody> handler) {
        this.handler = handler;
    }

    @Override
    public void received(String messageId, byte[] body) throws IOException {
        ThinBody event = ThinBody.read(body);
        if (handled.putIfAbsent(messageId, true) != null) {
            return;
        }
        try {
            handler.accept(event);
        } catch (RuntimeException | Error e) {
            handled.remove(messageId);
            throw e;
        }
    }
}
