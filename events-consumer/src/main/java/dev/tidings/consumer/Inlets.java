package dev.tidings.consumer;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** All that deliveries of a group come in through: its own queue, those of priorities, and that of those that are handled alone. */
final class Inlets implements AutoCloseable {
    private final List<Inlet> all = new ArrayList<>();

    /** @param arrived gets each delivery, on the client's thread */
    Inlets(GroupSettings settings, Transport transport, Ticker clock, BiConsumer<Delivery, Inlet> arrived) {
        GroupQueues queues = settings.queues();
        Topology topology = queues.topology(
                settings.routes(),
                settings.policy(),
                settings.claims().share().map(Share::bindings).orElse(Share.Bindings.KEEP));
        for (Lane lane : queues.lanes()) {
            int prefetch = lane.isAlone() ? 1 : settings.capacity().prefetch();
            all.add(new Inlet(lane, prefetch, topology, transport, clock, arrived));
            // The first one declares everything; the others only what they consume.
            topology = queues.workTopology();
        }
    }

    void start() {
        all.forEach(inlet -> inlet.subscription().start());
    }

    List<Inlet> all() {
        return all;
    }

    /** Has at most so many deliveries of each queue at hand. */
    void pull(int atATime) {
        all.forEach(inlet -> inlet.pull(atATime));
    }

    /** Whether deliveries can come from all of them. */
    boolean areUp() {
        return all.stream().allMatch(inlet -> inlet.subscription().isUp());
    }

    /** Whether deliveries could come from all of them in time. */
    boolean await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Inlet inlet : all) {
            if (!inlet.subscription().await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    /** How they are, in words: the first one that is not well, else the group's own queue. */
    String words() {
        return all.stream()
                .map(Inlet::subscription)
                .filter(subscription -> !subscription.isUp())
                .findFirst()
                .orElse(all.get(0).subscription())
                .words();
    }

    /** How many events wait at the broker, as seen some seconds ago at most; empty if not seen. */
    OptionalLong backlog() {
        long waiting = 0;
        for (Inlet inlet : all) {
            if (inlet.subscription().depth().isEmpty()) {
                return OptionalLong.empty();
            }
            waiting += inlet.subscription()
                    .depth()
                    .map(Subscription.Depth::waiting)
                    .orElse(0L);
        }
        return OptionalLong.of(waiting);
    }

    void cancel() {
        all.forEach(inlet -> inlet.subscription().cancel());
    }

    void acknowledgeAll() {
        all.forEach(Inlet::acknowledgeAll);
    }

    @Override
    public void close() {
        all.forEach(inlet -> inlet.subscription().close());
    }
}
