package dev.tidings.bench;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import java.time.Duration;
import java.util.List;

/** The queue of a group, bound to an exchange of the same name, for whoever consumes it; gone when closed. */
public record GroupQueue(Site site, String name) implements AutoCloseable {
    private static final List<String> OTHERS =
            List.of(".alone", ".dead", ".retry.1s", ".retry.10s", ".retry.1m", ".retry.10m");

    /** Has a group declare it, so that all sides consume the same kind of queue. */
    static GroupQueue declare(Site site) {
        GroupQueue queue = new GroupQueue(site, Site.fresh("users"));
        try (Broker broker = site.connect();
                ConsumerGroup group = queue.spec(() -> {}).start(broker)) {
            group.awaitConsuming(Duration.ofSeconds(20));
        }
        return queue;
    }

    /** The group whose queue it is, with nothing but defaults; the handler is called for each event. */
    ConsumerGroup.Spec spec(Runnable handler) {
        return ConsumerGroup.named(name).on(name, "#", event -> handler.run());
    }

    @Override
    public void close() {
        try (BareClient client = new BareClient(site.uri())) {
            client.delete(name, name);
            for (String other : OTHERS) {
                client.deleteQueue(name + other);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the queues of " + name + " could not be deleted", e);
        }
    }
}
