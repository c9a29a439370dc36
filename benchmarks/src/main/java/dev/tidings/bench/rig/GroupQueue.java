package dev.tidings.bench.rig;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The queue of a group, bound to an exchange of the same name, for whoever consumes it; gone when closed. */
public record GroupQueue(Site site, String name) implements AutoCloseable {
    private static final List<String> OTHERS =
            List.of("", ".alone", ".dead", ".retry.1s", ".retry.10s", ".retry.1m", ".retry.10m");
    private static final List<String> OF_SHADOW = List.of("", ".alone", ".dropped");

    /** Has a group declare it, so that all sides consume the same kind of queue. */
    public static GroupQueue declare(Site site) {
        GroupQueue queue = new GroupQueue(site, Site.fresh("users"));
        try (Broker broker = site.connect();
                ConsumerGroup group = queue.spec(() -> {}).start(broker)) {
            group.awaitConsuming(Duration.ofSeconds(20));
        }
        return queue;
    }

    /** A queue in which all events wait, each of another entity. */
    public static GroupQueue filled(Row.Run run) {
        GroupQueue queue = declare(run.site());
        try (Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(queue.name()).window(Site.WINDOW).open(broker)) {
            Burst.publish(publisher, run);
        }
        return queue;
    }

    /** The group whose queue it is, with nothing but defaults; the handler is called for each event. */
    public ConsumerGroup.Spec spec(Runnable handler) {
        return ConsumerGroup.named(name).on(name, "#", event -> handler.run());
    }

    /** A shadow of that group; the handler is called for each event. */
    public ConsumerGroup.Spec shadow(Runnable handler) {
        return ConsumerGroup.shadow(name, "next").on(name, "#", event -> handler.run());
    }

    /** The queue of that shadow. */
    public String shadowName() {
        return name + ".shadow.next";
    }

    /** Has a shadow declare its queue, for whoever consumes it. */
    public void declareShadow() {
        try (Broker broker = site.connect();
                ConsumerGroup shadow = shadow(() -> {}).start(broker)) {
            shadow.awaitConsuming(Duration.ofSeconds(20));
        }
    }

    @Override
    public void close() {
        try (BareClient client = new BareClient(site.uri())) {
            client.delete(
                    name,
                    Stream.concat(
                                    OTHERS.stream().map(other -> name + other),
                                    OF_SHADOW.stream().map(other -> shadowName() + other))
                            .toArray(String[]::new));
        } catch (Exception e) {
            throw new IllegalStateException("the queues of " + name + " could not be deleted", e);
        }
    }
}
