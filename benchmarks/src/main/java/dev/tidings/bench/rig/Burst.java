package dev.tidings.bench.rig;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.publisher.EventPublisher;
import java.util.concurrent.CompletableFuture;

/** Events, one after the other and as fast as the publisher takes them. */
public final class Burst {
    private Burst() {}

    /** Publishes from one thread, each of another entity, and returns when all is confirmed. */
    public static void publish(EventPublisher publisher, Row.Run run) {
        CompletableFuture<?>[] outcomes = new CompletableFuture<?>[run.events()];
        for (int i = 0; i < run.events(); i++) {
            outcomes[i] = publisher.publishAsync(Site.event(i));
        }
        CompletableFuture.allOf(outcomes).join();
    }
}
