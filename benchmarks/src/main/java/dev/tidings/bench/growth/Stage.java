package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import java.time.Duration;
import java.util.List;

/** An exchange, and groups that are bound to it. Both sides consume the same queues, which are gone when it is closed. */
record Stage(Site site, String exchange, Groups groups) implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** The groups on an exchange, the names of which begin with its name. */
    @FunctionalInterface
    interface Groups {
        List<ConsumerGroup.Spec> on(String exchange, Runnable handler);
    }

    /** Has the groups declare their queues. */
    static Stage declare(Site site, Groups groups) {
        Stage stage = new Stage(site, Site.fresh("growth"), groups);
        try (Broker broker = site.connect()) {
            stage.start(broker, () -> {}).forEach(group -> group.awaitConsuming(SOON));
        }
        return stage;
    }

    /** Starts all groups; the handler is called for each event of each. They end with the broker. */
    List<ConsumerGroup> start(Broker broker, Runnable handler) {
        return groups.on(exchange, handler).stream()
                .map(spec -> spec.start(broker))
                .toList();
    }

    /** Starts all groups, and returns when they consume. */
    void startAndAwait(Broker broker, Runnable handler) {
        start(broker, handler).forEach(group -> group.awaitConsuming(SOON));
    }

    List<String> queues() {
        return groups.on(exchange, () -> {}).stream()
                .map(ConsumerGroup.Spec::name)
                .toList();
    }

    /** That of the only group. */
    String queue() {
        return queues().get(0);
    }

    /** Takes out what an earlier measurement left. */
    void clear() throws Exception {
        try (BareClient client = new BareClient(site.uri())) {
            for (String queue : queues()) {
                client.purge(queue);
            }
        }
    }

    @Override
    public void close() {
        new GroupQueue(site, exchange).close();
        queues().forEach(queue -> new GroupQueue(site, queue).close());
    }
}
